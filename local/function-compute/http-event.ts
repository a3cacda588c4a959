/**
 * The event that an HTTP trigger hands to a function of a managed runtime, version v1, member for member and in the order
 * of the documents (Function Compute 3.0, "Use an HTTP trigger to invoke a function").
 *
 * - Header names are canonicalised (`X-Api-Key`); repeated headers and query names are joined with a comma.
 * - `rawPath` is still encoded, `requestContext.http.path` is decoded.
 * - The body is plain text for some content types only, and base64 for all others, forms and a missing type included.
 *
 * Our decision: values of `queryParameters` arrive decoded, which the documents leave open.
 */

/** An HTTP request as it arrived. */
export interface ArrivedRequest {
  method: string;
  /** Path and query, still encoded: `/example?a=1`. */
  target: string;
  /** `1.1` */
  httpVersion: string;
  /** Name, value, name, value, as Node's `rawHeaders`. */
  rawHeaders: readonly string[];
  body: Buffer;
  sourceIp: string;
}

export interface Arrival {
  accountId: string;
  requestId: string;
  atMs: number;
}

export const httpEvent = (request: ArrivedRequest, { accountId, requestId, atMs }: Arrival): string => {
  const [rawPath, query] = splitTarget(request.target);
  const headers = joined(pairs(request.rawHeaders).map(([name, value]) => [canonicalName(name), value]));
  const isText = isTextType(headers['Content-Type']);
  const domainName = (headers.Host ?? '').replace(/:\d+$/, '');
  return JSON.stringify({
    version: 'v1',
    rawPath,
    body: request.body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
    headers,
    queryParameters: joined([...new URLSearchParams(query)]),
    requestContext: {
      accountId,
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path: decodedPath(rawPath),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.sourceIp,
        userAgent: headers['User-Agent'] ?? '',
      },
      requestId,
      time: new Date(atMs).toISOString().replace(/\.\d+/, ''),
      timeEpoch: String(atMs),
    },
  });
};

const splitTarget = (target: string): [path: string, query: string] => {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
};

/** What the path means; a path with a broken escape stays as it is. */
export const decodedPath = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const canonicalName = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const pairs = (flat: readonly string[]): [string, string][] =>
  flat.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : []));

const joined = (entries: readonly (readonly [string, string])[]): Record<string, string> => {
  const values = new Map<string, string>();
  for (const [name, value] of entries) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
};

const TEXT_TYPES = /^(text\/.*|application\/(json|ld\+json|xml|xhtml\+xml|atom\+xml|javascript))$/;

const isTextType = (contentType = ''): boolean =>
  TEXT_TYPES.test((contentType.split(';')[0] ?? '').trim().toLowerCase());
