package dev.parley.media;

import dev.parley.api.media.Media;
import dev.parley.api.media.MediaApi;
import dev.parley.client.seal.BrokenSealException;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.TypeId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.media.MediaAudit.Deed;
import dev.parley.media.SealedFiles.Place;
import dev.parley.media.SealedFiles.Slice;
import dev.parley.media.seal.MeasuredStream;
import dev.parley.media.store.MediaStore;
import dev.parley.media.store.StoredFile;
import dev.parley.media.store.UploadKey;
import dev.parley.storage.object.ObjectTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The use cases of files.
///
/// An upload writes the object first and the document last, each durable by itself; the document makes the file
/// exist. Dying in between leaves an object that nobody can reach, for [OrphanSweep].
public final class MediaFiles implements MediaApi {
    private static final Logger LOG = LoggerFactory.getLogger(MediaFiles.class);
    private static final Duration KEY_REMEMBERED = Duration.ofHours(24);

    private final MediaStore store;
    private final SealedFiles sealed;
    private final MediaPeers peers;
    private final MediaAudit audit;
    private final MediaConfig config;
    private final IdSource ids;
    private final InstantSource clock;

    public MediaFiles(MediaStore store, MediaPeers peers, MediaConfig config, IdSource ids, InstantSource clock) {
        this.store = store;
        this.sealed = new SealedFiles(store, peers.keys(), peers.sealer());
        this.peers = peers;
        this.audit = new MediaAudit(peers.audit(), ids, clock);
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    /// What a caller wants to upload.
    private record Upload(
            Caller.User caller,
            ConversationId conversation,
            FileName name,
            @Nullable UploadKey key) {
        TenantId tenant() {
            return caller.tenant();
        }
    }

    /// What is in the store of it once its content is there.
    private record Stored(Media media, KeyId key) {}

    @Override
    public Media upload(
            Caller.User caller,
            ConversationId conversation,
            String fileName,
            @Nullable String idempotencyKey,
            InputStream content) {
        requireMember(caller, conversation);
        UploadKey key = idempotencyKey == null ? null : UploadKey.of(caller.user(), idempotencyKey);
        Upload upload = new Upload(caller, conversation, FileName.of(fileName), key);
        if (key != null && store.uploadedUnder(upload.tenant(), key).isPresent()) {
            return sameAsBefore(upload, hashed(content));
        }
        byte[] head = head(content);
        if (head.length == 0) {
            throw MediaProblems.EMPTY_FILE.because("a file has at least one byte");
        }
        Stored stored = storeContent(upload, head, content);
        return record(upload, stored)
                ? stored.media()
                : sameAsBefore(upload, stored.media().sha256());
    }

    @Override
    public Media media(Caller.User caller, MediaId id) {
        return readable(caller, id).media();
    }

    @Override
    public InputStream open(Caller.User caller, MediaId id, long offset, long length) {
        return readable(caller, id).open(offset, length);
    }

    /// The file, for a caller who is a member now.
    ///
    /// @throws ProblemException `not-found`
    ReadableFile readable(Caller.User caller, MediaId id) {
        TenantId tenant = caller.tenant();
        StoredFile file = store.file(tenant, id).orElseThrow(MediaFiles::notFound);
        if (!caller.opened(file.conversationId())) {
            requireMember(caller, file.conversationId());
        }
        Place place = new Place(tenant, file.conversationId(), id);
        try {
            return new ReadableFile(Deed.of(caller), place, file.keyId(), sealed.media(place, file));
        } catch (BrokenSealException e) {
            throw damaged(Deed.of(caller), place, e);
        }
    }

    /// A file that its caller may read, as of the moment when it was asked for.
    final class ReadableFile {
        private final Deed deed;
        private final Place place;
        private final KeyId key;
        private final Media media;

        private ReadableFile(Deed deed, Place place, KeyId key, Media media) {
            this.deed = deed;
            this.place = place;
            this.key = key;
            this.media = media;
        }

        Media media() {
            return media;
        }

        /// @see MediaApi#open
        InputStream open(long offset, long length) {
            long size = media.sizeBytes();
            long present = Math.min(length, Math.max(0, size - offset));
            if (present == 0) {
                return InputStream.nullInputStream();
            }
            try {
                return sealed.open(place, new Slice(offset, present, size), key, found -> damaged(deed, place, found));
            } catch (IOException e) {
                throw damaged(deed, place, e);
            }
        }
    }

    private ProblemException damaged(Deed deed, Place place, Exception found) {
        LOG.error("{} is not what was uploaded", place.id(), found);
        audit.damaged(deed, place.id());
        return MediaProblems.MEDIA_DAMAGED.because("the operator finds more in the log");
    }

    private Stored storeContent(Upload upload, byte[] head, InputStream rest) {
        MediaId id = ids.mediaId();
        MeasuredStream measured = new MeasuredStream(joined(head, rest));
        KeyId key = put(new Place(upload.tenant(), upload.conversation(), id), measured);
        Media media = new Media(
                id,
                upload.conversation(),
                upload.caller().user(),
                upload.name().value(),
                FileType.of(head).mediaType(),
                measured.sizeBytes(),
                measured.sha256Hex(),
                clock.instant());
        return new Stored(media, key);
    }

    private KeyId put(Place place, InputStream content) {
        try {
            return sealed.put(place, content, config.maxFile().bytes());
        } catch (ObjectTooLargeException e) {
            throw tooLarge();
        }
    }

    /// @return false when another upload under the same key was faster; then nothing of this one is left
    private boolean record(Upload upload, Stored stored) {
        Media media = stored.media();
        boolean recorded = false;
        try {
            requireInTime(media.id());
            recorded = store.insert(
                    upload.tenant(),
                    media.id(),
                    sealed.record(upload.tenant(), media, stored.key()),
                    upload.key(),
                    clock.instant().plus(KEY_REMEMBERED));
        } catch (AmbiguousCommitException e) {
            // The file may exist, so its object stays; if it does not, the sweep finds it.
            throw e;
        } catch (RuntimeException e) {
            store.deleteObject(upload.tenant(), media.id());
            throw e;
        }
        if (recorded) {
            audit.uploaded(Deed.of(upload.caller()), media);
        } else {
            store.deleteObject(upload.tenant(), media.id());
        }
        return recorded;
    }

    /// Beyond this age [OrphanSweep] could take the object for an orphan while the document is being written.
    private void requireInTime(MediaId id) {
        Duration age = Duration.between(TypeId.madeAt(id.value()), clock.instant());
        if (age.compareTo(config.orphanAge().dividedBy(2)) > 0) {
            throw ProblemType.TIMEOUT.because("the upload took " + age.toHours() + " hours");
        }
    }

    private Media sameAsBefore(Upload upload, String sha256) {
        Optional<MediaId> earlier =
                upload.key() == null ? Optional.empty() : store.uploadedUnder(upload.tenant(), upload.key());
        if (earlier.isEmpty()) {
            // The key expired within this very request.
            throw ProblemType.CONFLICT.because("try again");
        }
        Media media = readable(upload.caller(), earlier.get()).media();
        boolean same = media.conversationId().equals(upload.conversation())
                && media.fileName().equals(upload.name().value())
                && media.sha256().equals(sha256);
        if (!same) {
            throw ProblemType.IDEMPOTENCY_KEY_REUSED.because("it was used to upload another file");
        }
        return media;
    }

    private String hashed(InputStream content) {
        MeasuredStream measured = new MeasuredStream(content);
        byte[] chunk = new byte[FileType.HEAD_BYTES];
        try {
            while (measured.read(chunk) >= 0) {
                if (measured.sizeBytes() > config.maxFile().bytes()) {
                    throw tooLarge();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the upload broke off", e);
        }
        return measured.sha256Hex();
    }

    private static InputStream joined(byte[] head, InputStream rest) {
        PushbackInputStream joined = new PushbackInputStream(rest, head.length);
        try {
            joined.unread(head);
        } catch (IOException e) {
            throw new IllegalStateException("there is room for what is pushed back", e);
        }
        return joined;
    }

    private static byte[] head(InputStream content) {
        try {
            return content.readNBytes(FileType.HEAD_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("the upload broke off", e);
        }
    }

    private void requireMember(Caller.User caller, ConversationId conversation) {
        if (!peers.conversations().isMember(caller.tenant(), conversation, caller.user())) {
            throw notFound();
        }
    }

    private ProblemException tooLarge() {
        return ProblemType.TOO_LARGE.because("a file has at most " + config.maxFile() + " here");
    }

    private static ProblemException notFound() {
        return ProblemType.NOT_FOUND.because("there is no such file or conversation");
    }
}
