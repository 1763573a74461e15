import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";

/**
 * Backups are sealed in the open format age (age-encryption.org/v1), so that its own tool opens them without Kaunter:
 * `age -d -i key.txt backup.tar.zst.age | zstd -d | tar x`.
 */
export const newBackupKey = (): Promise<string> => generateX25519Identity();

type Bytes = AsyncIterable<Uint8Array>;

/** Seals what flows through it for whoever holds the key (`AGE-SECRET-KEY-1…`), in constant memory. */
export const sealedWith = (key: string) =>
  async function* (plain: Bytes): AsyncGenerator<Uint8Array> {
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(key));
    yield* await encrypter.encrypt(ReadableStream.from(plain) as ReadableStream<Uint8Array>);
  };

/** Opens it again. Throws at the first byte that is not as it was sealed, and where the end is missing. */
export const openedWith = (key: string) =>
  async function* (sealed: Bytes): AsyncGenerator<Uint8Array> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(key);
    yield* await decrypter.decrypt(ReadableStream.from(sealed) as ReadableStream<Uint8Array>);
  };
