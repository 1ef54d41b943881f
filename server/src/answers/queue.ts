import type { Urgency } from './answers.ts';

/**
 * Lets a number of jobs run at a time, the more urgent first and else in the order in which they came. A job that
 * waits can be moved up or dropped in constant time, which general queues do by searching: here twenty thousand may
 * wait.
 */
export interface Queue {
  /** Runs the job now or later. */
  add(job: Job): void;
  /** Makes a job more urgent: one that waits is put behind those that are so already. Never makes it less so. */
  moveUp(job: Job, urgency: Urgency): void;
}

/** What a queue runs. It belongs to one queue at a time. */
export interface Job {
  urgency: Urgency;
  /** Set by the queue. A job that is set to `dropped` while it waits is never run. */
  state: 'waiting' | 'running' | 'dropped';
  /**
   * Never rejects.
   *
   * @param free lets the next job begin before this one ends
   */
  run(free: () => void): Promise<void>;
}

/** `width` tells how many jobs may run now; where that grows, the next that ends lets more begin. */
export function createQueue(width: () => number): Queue {
  const queues: Record<Urgency, Waiting> = {
    waited: new Waiting(),
    screen: new Waiting(),
    folder: new Waiting(),
    lockfiles: new Waiting(),
  };
  let running = 0;

  function startMore(): void {
    while (running < width()) {
      const job = queues.waited.take() ?? queues.screen.take() ?? queues.folder.take() ?? queues.lockfiles.take();
      if (job === undefined) return;
      running += 1;
      job.state = 'running';
      let isFree = false;
      const free = () => {
        if (isFree) return;
        isFree = true;
        running -= 1;
        startMore();
      };
      void job.run(free).finally(free);
    }
  }

  return {
    add(job) {
      queues[job.urgency].put(job);
      startMore();
    },
    moveUp(job, urgency) {
      if (RANKS[urgency] >= RANKS[job.urgency]) return;
      job.urgency = urgency;
      // Its place in the other queue is skipped when its turn comes there: it runs by then.
      if (job.state === 'waiting') queues[urgency].put(job);
    },
  };
}

const RANKS: Readonly<Record<Urgency, number>> = { waited: 0, screen: 1, folder: 2, lockfiles: 3 };

/** First in, first out; taking costs the same however many wait. */
class Waiting {
  #jobs: Job[] = [];
  #taken = 0;

  put(job: Job): void {
    this.#jobs.push(job);
  }

  /** The next job that still waits. */
  take(): Job | undefined {
    while (this.#taken < this.#jobs.length) {
      const job = this.#jobs[this.#taken];
      this.#taken += 1;
      if (job?.state === 'waiting') return job;
    }
    this.#jobs = [];
    this.#taken = 0;
    return undefined;
  }
}
