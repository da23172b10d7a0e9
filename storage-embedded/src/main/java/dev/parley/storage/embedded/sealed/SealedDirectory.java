package dev.parley.storage.embedded.sealed;

import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.ReadOnceHint;

/// A Lucene directory whose files are sealed ([PageFormat]): another directory holds them, names and lengths in the
/// clear. Reading what was changed on disk, or sealed with another key, is a
/// [org.apache.lucene.index.CorruptIndexException].
///
/// What is read again and again is kept open in a [PageCache]; merges and other reads from front to back go past
/// it.
public final class SealedDirectory extends FilterDirectory {
    private final SecretKey key;
    private final PageCache cache;
    private final SecureRandom random;

    /// @param key 32 bytes, of this index alone
    public SealedDirectory(Directory in, Secret key, PageCache cache, SecureRandom random) {
        super(in);
        byte[] material = key.reveal();
        try {
            this.key = new SecretKeySpec(material, "HKDF-SHA256");
        } finally {
            Arrays.fill(material, (byte) 0);
        }
        this.cache = cache;
        this.random = random;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return sealing(in.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
        return sealing(in.createTempOutput(prefix, suffix, context));
    }

    private IndexOutput sealing(IndexOutput out) throws IOException {
        byte[] salt = new byte[PageFormat.SALT_BYTES];
        random.nextBytes(salt);
        try {
            out.writeByte(PageFormat.VERSION);
            out.writeBytes(salt, salt.length);
            return new SealedIndexOutput(out, PageCipher.of(key, salt));
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        boolean readOnce =
                context.context() == IOContext.Context.MERGE || context.hints().contains(ReadOnceHint.INSTANCE);
        return new SealedIndexInput(SealedFile.open(name, in.openInput(name, context), key, readOnce ? null : cache));
    }

    @Override
    public long fileLength(String name) throws IOException {
        return PageFormat.contentBytes(in.fileLength(name), name);
    }

    /// Through this directory's own files: the one behind would copy what it is given, in the clear.
    @Override
    public void copyFrom(Directory from, String source, String target, IOContext context) throws IOException {
        try (IndexInput input = from.openInput(source, IOContext.READONCE);
                IndexOutput output = createOutput(target, context)) {
            output.copyBytes(input, input.length());
        }
    }
}
