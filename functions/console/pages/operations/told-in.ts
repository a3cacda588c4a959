/** What an element says of usage, without the envelope that it came in; the whole of it where it is no envelope, or was cut. */
export const toldIn = (element: string): string => {
  try {
    const { data }: { readonly data?: unknown } = JSON.parse(element) ?? {};
    return typeof data === 'object' && data !== null ? JSON.stringify(data) : element;
  } catch {
    return element;
  }
};
