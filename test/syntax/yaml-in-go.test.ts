import { describe, expect, it } from 'vitest';
import { goValue, printedInGo } from '../../server/src/syntax/yaml-in-go.ts';

/** By `kubectl annotate --local -o json`, which reads by the same library. */
const READ: Readonly<Record<string, string | number | boolean | null>> = {
  '1.10': 1.1,
  '1.2': 1.2,
  '1.0': 1,
  '0.10': 0.1,
  '7': 7,
  '0': 0,
  '00': 0,
  '007': 7,
  '08': 8,
  '08.5': 8.5,
  '017': 15,
  '-017': -15,
  '0o17': 15,
  '0o8': '0o8',
  '0x1F': 31,
  '-0x1F': -31,
  '0x1_F': 31,
  '0x': '0x',
  '0b11': 3,
  '0b2': '0b2',
  '1_000': 1000,
  '1__2': 12,
  '1_': 1,
  _1: '_1',
  '1_0.5': 10.5,
  '20240101': 20_240_101,
  '29111998': 29_111_998,
  '99999999999999999999': 100_000_000_000_000_000_000,
  '1e3': 1000,
  '1E3': 1000,
  '1.e3': 1000,
  '1.5e3': 1500,
  '123e4': 1_230_000,
  '0e5': 0,
  '1e-7': 1e-7,
  '1e400': '1e400',
  '1e': '1e',
  '.5': 0.5,
  '.5e1': 5,
  '5.': 5,
  '+1': 1,
  '-1': -1,
  '+1.5': 1.5,
  '1.2.3': '1.2.3',
  '2024-01-01': '2024-01-01',
  '2024-01-01T00:00:00Z': '2024-01-01T00:00:00Z',
  '190:20:30': '190:20:30',
  '=': '=',
  y: true,
  Y: true,
  yes: true,
  YES: true,
  on: true,
  true: true,
  TRUE: true,
  n: false,
  N: false,
  NO: false,
  off: false,
  tRUE: 'tRUE',
  v1: 'v1',
  '~': null,
  null: null,
  Null: null,
};

describe('what Go’s tools make of a plain text', () => {
  it.each(Object.entries(READ))('%s', (plain, value) => {
    expect(plainly(plain)).toBe(value);
  });

  it.each(['.inf', '.Inf', '+.inf', '-.INF', '.nan', '.NaN'])('%s is refused', plain => {
    expect(goValue(plain)).toEqual({ is: 'refused' });
  });
});

function plainly(plain: string): unknown {
  const value = goValue(plain);
  switch (value.is) {
    case 'text':
      return plain;
    case 'null':
      return null;
    case 'boolean':
    case 'number':
      return value.value;
    case 'refused':
      return 'refused';
  }
}

it.each([
  [1.1, '1.1'],
  [0, '0'],
  [7, '7'],
  [15, '15'],
  [999_999, '999999'],
  [123_456.5, '123456.5'],
  [1_000_000, '1e+06'],
  [1_234_567, '1.234567e+06'],
  [29_111_998, '2.9111998e+07'],
  [2.0190612073634e13, '2.0190612073634e+13'],
  [100_000_000_000_000_000_000, '1e+20'],
  [0.5, '0.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-31, '-31'],
])('%d is printed as %s', (value, text) => {
  expect(printedInGo(value)).toBe(text);
});
