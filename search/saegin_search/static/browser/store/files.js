/** The files of an export: read as if they were all there, and fetched when they are not. */

/** Thrown where nothing more can be found out before a file is there. */
export class Missing extends Error {}

/** Thrown when a file is not on the host (any more), or is something else: a newer export has taken its place. */
export class Gone extends Error {}

/**
 * The values of several functions. Where they miss files, all of them come to say so before the question ends.
 *
 * @template T
 * @param {(() => T)[]} parts
 * @returns {T[]}
 */
export function all(...parts) {
  /** @type {Missing | undefined} */
  let missing;
  /** @type {T[]} */
  const values = [];
  for (const part of parts) {
    try {
      values.push(part());
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      missing = error;
    }
  }
  if (missing) throw missing;
  return values;
}

/**
 * A question to the index is asked again and again, each time with more of the files that it turned out to need, until
 * none is missing. So the engine is written as if it had the whole index in memory, and what a query needs is known
 * nowhere but in the engine.
 */
export class Files {
  /** @type {Map<string, Uint8Array>} */ #contents = new Map();
  /** @type {Map<string, any>} */ #decoded = new Map();
  /** @type {Map<string, Promise<void>>} */ #underway = new Map();
  /** @type {Map<string, () => Promise<void>>} */ #wanted = new Map();

  /** @param {URL} base the folder of the export */
  constructor(base) {
    this.base = base;
    /** Where a file is; throws `Missing` as `get` does. Set once the catalog is there. @type {(name: string) => string} */
    this.locate = (name) => name;
  }

  /**
   * What `decode` makes of a file.
   *
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array) => T} decode
   * @returns {T}
   */
  get(name, decode) {
    const found = this.hope(name, decode);
    if (found === undefined) throw new Missing(name);
    return found;
  }

  /**
   * The same, but undefined while the file is not there: the question goes on, to find out what else it needs.
   *
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array) => T} decode
   * @returns {T | undefined}
   */
  hope(name, decode) {
    if (this.#decoded.has(name)) return this.#decoded.get(name);
    const bytes = this.#contents.get(name);
    if (!bytes) return void this.want(name);
    const made = decode(bytes);
    this.#decoded.set(name, made);
    this.#contents.delete(name);
    return made;
  }

  /** A file that is going to be asked for. @param {string} name */
  want(name) {
    if (!this.#decoded.has(name) && !this.#contents.has(name)) this.#wanted.set(name, () => this.#load(name));
  }

  /** A file that was asked for already. @param {string} name @param {Response} answer */
  async receive(name, answer) {
    this.#contents.set(name, await contentOf(name, answer));
  }

  /** A file's content, where it came with another one. @param {string} name @param {Uint8Array} bytes */
  put(name, bytes) {
    this.#contents.set(name, bytes);
  }

  /**
   * A module that few queries need.
   *
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} load
   * @returns {T}
   */
  module(name, load) {
    if (this.#decoded.has(name)) return this.#decoded.get(name);
    this.#wanted.set(name, async () => void this.#decoded.set(name, await load()));
    throw new Missing(name);
  }

  /**
   * The answer to a question, once all files are there that it asks for. What it does not find it must do without
   * keeping anything of it.
   *
   * @template T
   * @param {() => T} question
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>}
   */
  async answered(question, signal) {
    for (;;) {
      signal?.throwIfAborted();
      this.#wanted.clear();
      /** @type {{ value: T } | undefined} */
      let answer;
      try {
        answer = { value: question() };
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
      }
      if (answer && !this.#wanted.size) return answer.value;
      await Promise.all([...this.#wanted].map(([name, load]) => this.#once(name, load)));
    }
  }

  /** @param {string} name @param {() => Promise<void>} load */
  #once(name, load) {
    const loading = this.#underway.get(name) ?? load().finally(() => this.#underway.delete(name));
    this.#underway.set(name, loading);
    return loading;
  }

  /** @param {string} name */
  async #load(name) {
    const path = await this.#place(name);
    await this.receive(name, await fetch(new URL(path, this.base)));
  }

  /** Where a file is, which may be written in another one. @param {string} name @returns {Promise<string>} */
  async #place(name) {
    try {
      return this.locate(name);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      await this.#once(error.message, () => this.#load(error.message));
      return this.#place(name);
    }
  }
}

/** @param {string} path @param {Response} answer */
async function contentOf(path, answer) {
  if (answer.status >= 500) throw Object.assign(new Error(path), { kind: 'busy' });
  if (!answer.ok || !answer.body) throw new Gone(path);
  try {
    return await inflated(answer.body);
  } catch (error) {
    // A page in place of the file, as some hosts send for what they do not have.
    throw new Gone(path, { cause: error });
  }
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream */
async function inflated(stream) {
  const whole = await new Response(stream.pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
  return new Uint8Array(whole);
}
