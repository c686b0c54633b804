import { ConsoleLogger, type LogLevel } from '@nestjs/common';

const order: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/** One JSON line each; ids and sentences, never mail text, addresses or tokens. */
export function logger(level: string): ConsoleLogger | false {
  if (level === 'silent') return false;
  const name = level === 'info' ? 'log' : level;
  const logLevels = order.slice(0, order.findIndex((candidate) => candidate === name) + 1);
  return new ConsoleLogger({ json: true, colors: false, logLevels });
}
