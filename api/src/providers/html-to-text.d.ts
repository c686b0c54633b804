// The package brings no types; this is the part of it we use.
declare module 'html-to-text' {
  interface Selector {
    selector: string;
    format?: string;
    options?: Record<string, unknown>;
  }
  export function convert(html: string, options?: { wordwrap?: number | false; selectors?: Selector[] }): string;
}
