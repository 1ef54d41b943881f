import { SMALL_BODY } from './body-memory.ts';
import { contentCodings, type Decoded, decodeContent } from './decode.ts';
import { type Exchanged, type ExchangeOptions, type Response, receive } from './receive.ts';

/** Sends one request and reads its answer. Never rejects. */
export async function exchange(options: ExchangeOptions): Promise<Exchanged> {
  const { memory, signal, maxBytes } = options;
  let leaveLarge: (() => void) | undefined;
  let over = false;
  try {
    const received = await receive(options, async () => {
      leaveLarge = await memory.largeBodies.enter(signal, options.url.origin);
      // The connection may have broken while it stood in line.
      if (over) leaveLarge?.();
    });
    if (received.is !== 'response') return received;
    const codings = contentCodings(received.headers['content-encoding']);
    if (codings.length === 0 || received.bytes.length === 0) return received;
    const { bytes } = received;
    const decoded = await decodeContent(bytes, codings, leaveLarge ? maxBytes : Math.min(SMALL_BODY, maxBytes));
    const wasLimited = leaveLarge === undefined && maxBytes > SMALL_BODY;
    if (decoded.is !== 'too-large' || !wasLimited) return decodedOutcome(received, decoded, maxBytes);
    leaveLarge = await memory.largeBodies.enter(signal, options.url.origin);
    return decodedOutcome(received, await decodeContent(bytes, codings, maxBytes), maxBytes);
  } finally {
    over = true;
    leaveLarge?.();
  }
}

function decodedOutcome(received: Response, decoded: Decoded, maxBytes: number): Exchanged {
  switch (decoded.is) {
    case 'bytes':
      return { ...received, bytes: decoded.bytes };
    case 'too-large':
      return { is: 'garbled', detail: `a body of more than ${maxBytes} bytes after decompression` };
    case 'broken':
      return { is: 'garbled', detail: `the body ${decoded.detail}` };
  }
}
