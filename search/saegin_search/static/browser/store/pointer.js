/**
 * What an export begins with, and the answer to the question for its catalog, which is on its way.
 *
 * @typedef {{ catalog: string, format: number, answer: Promise<Response> }} Pointer
 */

/**
 * @param {URL} base the folder of the export
 * @returns {Promise<Pointer | undefined>} nothing where there is no export
 */
export async function readPointer(base) {
  const response = await fetch(new URL('saegin-index.json', base), { cache: 'no-cache' });
  if (!response.ok) return undefined;
  const { catalog, format } = await response.json();
  const answer = fetch(new URL(catalog, base));
  answer.catch(() => {}); // told to whoever reads it
  return { catalog, format, answer };
}
