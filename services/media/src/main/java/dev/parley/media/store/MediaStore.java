package dev.parley.media.store;

import dev.parley.core.id.MediaId;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.object.StoredObject;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files as documents beside sealed objects. The document makes a file exist: it is written last and read first,
/// and an object without one is an orphan.
public final class MediaStore {
    private static final Collection<StoredFile> FILES = Collection.of("media_files", StoredFile.class);
    private static final Collection<StoredUpload> UPLOADS =
            Collection.of("media_uploads", StoredUpload.class).expiringAt("expiresAt");
    private static final String PREFIX = "media/";
    private static final int FOLDER_DIGITS = 5;

    private final DocumentStore documents;
    private final ObjectStore objects;

    public MediaStore(DocumentStore documents, ObjectStore objects) {
        this.documents = documents;
        this.objects = objects;
        documents.declare(List.of(FILES, UPLOADS));
    }

    public Optional<StoredFile> file(TenantId tenant, MediaId id) {
        return documents.get(tenant, FILES, id.value()).map(Versioned::value);
    }

    /// The file that an earlier upload under this key made.
    public Optional<MediaId> uploadedUnder(TenantId tenant, UploadKey key) {
        return documents
                .get(tenant, UPLOADS, key.value())
                .map(upload -> upload.value().mediaId());
    }

    /// Makes the file exist.
    ///
    /// @param key under which it was uploaded, or null
    /// @param keyExpiresAt until when the key is remembered
    /// @return false when another upload under the key was faster: nothing was stored
    public boolean insert(TenantId tenant, MediaId id, StoredFile file, @Nullable UploadKey key, Instant keyExpiresAt) {
        try {
            documents.transact(tenant, transaction -> {
                transaction.insert(FILES, id.value(), file);
                if (key != null) {
                    transaction.insert(UPLOADS, key.value(), new StoredUpload(id, keyExpiresAt));
                }
                return id;
            });
            return true;
        } catch (DuplicateKeyException e) {
            if (!e.collection().equals(UPLOADS.name())) {
                throw new IllegalStateException("media ids are never made twice: " + id, e);
            }
            return false;
        }
    }

    /// @see ObjectStore#put
    public StoredObject putObject(TenantId tenant, MediaId id, InputStream content, long maxBytes) {
        return objects.put(tenant, key(id), content, maxBytes);
    }

    /// The object's bytes from `position` on. Empty when there is no object.
    public Optional<InputStream> openObject(TenantId tenant, MediaId id, long position) {
        return objects.open(tenant, key(id), new ByteRange(position, Long.MAX_VALUE));
    }

    public void deleteObject(TenantId tenant, MediaId id) {
        objects.delete(tenant, key(id));
    }

    /// Ids of the objects after `after` (null for the first page), oldest first.
    ///
    /// @param limit 1 to 1000
    public List<MediaId> objects(TenantId tenant, @Nullable MediaId after, int limit) {
        String afterKey = after == null ? "" : key(after);
        return objects.list(tenant, PREFIX, afterKey, limit).stream()
                .map(object -> new MediaId(object.key().substring(object.key().lastIndexOf('/') + 1)))
                .toList();
    }

    /// In folders of some nine hours each, by the leading digits of the id's time, so that none grows without bound
    /// and keys are still in the order of ids.
    private static String key(MediaId id) {
        int start = MediaId.PREFIX.length() + 1;
        return PREFIX + id.value().substring(start, start + FOLDER_DIGITS) + "/" + id;
    }
}
