/**
 * Backups are sealed in the open format age (age-encryption.org/v1), so that its own tool opens them without Kaunter:
 * `age -d -i key.txt backup.tar.zst.age | zstd -d | tar x`.
 */
export const newBackupKey = async (): Promise<string> => (await age()).generateX25519Identity();

type Bytes = AsyncIterable<Uint8Array>;

/** Seals what flows through it for whoever holds the key (`AGE-SECRET-KEY-1…`), in constant memory. */
export const sealedWith = (key: string) =>
  async function* (plain: Bytes): AsyncGenerator<Uint8Array> {
    const { Encrypter, identityToRecipient } = await age();
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(key));
    yield* await encrypter.encrypt(ReadableStream.from(plain) as ReadableStream<Uint8Array>);
  };

/** Opens it again. Throws at the first byte that is not as it was sealed, and where the end is missing. */
export const openedWith = (key: string) =>
  async function* (sealed: Bytes): AsyncGenerator<Uint8Array> {
    const { Decrypter } = await age();
    const decrypter = new Decrypter();
    decrypter.addIdentity(key);
    yield* await decrypter.decrypt(ReadableStream.from(sealed) as ReadableStream<Uint8Array>);
  };

/** With the first backup: its curves are some megabytes that a process without one does not hold. */
const age = () => import("age-encryption");
