/** Which files an export is, `saegin-index.json`. @typedef {{ catalog: string, format: number }} Pointer */

/**
 * Reads what an export begins with, and has its catalog fetched ahead: a browser keeps that for whoever asks next.
 *
 * @param {URL} base the folder of the export
 * @returns {Promise<Pointer | undefined>} nothing where there is no export
 */
export async function readPointer(base) {
  const response = await fetch(new URL('saegin-index.json', base), { cache: 'no-cache' });
  if (!response.ok) return undefined;
  const pointer = await response.json();
  fetch(new URL(pointer.catalog, base)).catch(() => {});
  return pointer;
}
