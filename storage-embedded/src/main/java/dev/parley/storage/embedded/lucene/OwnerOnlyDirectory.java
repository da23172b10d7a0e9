package dev.parley.storage.embedded.lucene;

import dev.parley.storage.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.Lock;

/// A folder whose files only their owner may read: Lucene itself leaves that to the umask.
final class OwnerOnlyDirectory extends FilterDirectory {
    private final Path folder;

    OwnerOnlyDirectory(FSDirectory in) {
        super(in);
        this.folder = in.getDirectory();
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return restricted(in.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
        return restricted(in.createTempOutput(prefix, suffix, context));
    }

    @Override
    public Lock obtainLock(String name) throws IOException {
        Lock lock = in.obtainLock(name);
        PrivateFiles.restrict(folder.resolve(name));
        return lock;
    }

    private IndexOutput restricted(IndexOutput output) throws IOException {
        PrivateFiles.restrict(folder.resolve(output.getName()));
        return output;
    }
}
