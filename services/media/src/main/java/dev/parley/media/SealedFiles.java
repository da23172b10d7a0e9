package dev.parley.media;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.media.Media;
import dev.parley.client.seal.BrokenSealException;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import dev.parley.media.seal.FileSeal;
import dev.parley.media.seal.PlaintextStream;
import dev.parley.media.seal.RangedChannel;
import dev.parley.media.store.MediaStore;
import dev.parley.media.store.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/// Files between the clear and the store: content as a sealed stream, name and hash as one sealed text. Both are
/// bound to tenant, conversation and file, so that nothing can be put in the place of something else.
final class SealedFiles {
    /// What the files' own key is derived for, so that none of the conversation's keys has two uses.
    private static final String USE = "parley/media/v1";

    private final MediaStore store;
    private final DataKeyRing keys;
    private final Sealer sealer;

    SealedFiles(MediaStore store, DataKeyRing keys, Sealer sealer) {
        this.store = store;
        this.keys = keys;
        this.sealer = sealer;
    }

    /// What tells more about a file than whoever reads the disk should know.
    private record Facts(String fileName, String sha256) {}

    /// Which file it is.
    record Place(TenantId tenant, ConversationId conversation, MediaId id) {
        /// @param part which of its sealed parts
        private byte[] associatedData(String part) {
            return ("parley/media/v1/" + part + "\n" + tenant + "\n" + conversation + "\n" + id)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Stores the content, sealed.
    ///
    /// @return the key that it is sealed with
    /// @throws dev.parley.storage.object.ObjectTooLargeException when it exceeds `maxBytes`
    /// @throws dev.parley.core.problem.ProblemException `key-destroyed` (410)
    KeyId put(Place place, InputStream content, long maxBytes) {
        KeyId key = keys.currentId(
                place.tenant(),
                DataKeyPurpose.CONVERSATION,
                place.conversation().value());
        FileSeal seal = seal(place.tenant(), key);
        InputStream sealed = seal.seal(content, place.associatedData("content"));
        store.putObject(place.tenant(), place.id(), sealed, seal.sealedBytes(maxBytes));
        return key;
    }

    /// @param key as [#put] gave it
    StoredFile record(TenantId tenant, Media media, KeyId key) {
        Place place = new Place(tenant, media.conversationId(), media.id());
        byte[] facts = sealer.seal(
                tenant,
                DataKeyPurpose.CONVERSATION,
                media.conversationId().value(),
                Json.bytes(new Facts(media.fileName(), media.sha256())),
                place.associatedData("facts"));
        return new StoredFile(
                media.conversationId(),
                media.uploadedBy(),
                media.contentType(),
                media.sizeBytes(),
                media.uploadedAt(),
                key,
                Base64.getEncoder().encodeToString(facts));
    }

    /// @throws dev.parley.client.seal.BrokenSealException when the facts are damaged
    Media media(Place place, StoredFile file) {
        byte[] opened = sealer.open(place.tenant(), decoded(file.sealedFacts()), place.associatedData("facts"));
        Facts facts = Json.read(opened, Facts.class);
        return new Media(
                place.id(),
                file.conversationId(),
                file.uploadedBy(),
                facts.fileName(),
                file.contentType(),
                file.sizeBytes(),
                facts.sha256(),
                file.uploadedAt());
    }

    /// The `length` bytes of the content from `offset` on, both within it.
    ///
    /// @param onDamage told when a later read finds damage
    /// @throws IOException when the first bytes are missing or damaged
    InputStream open(Place place, Slice slice, KeyId key, Consumer<IOException> onDamage) throws IOException {
        FileSeal seal = seal(place.tenant(), key);
        RangedChannel sealed = new RangedChannel(
                seal.sealedBytes(slice.sizeBytes()),
                position -> store.openObject(place.tenant(), place.id(), position)
                        // Reads of it find nothing, which is damage like any other.
                        .orElseGet(InputStream::nullInputStream));
        SeekableByteChannel plaintext = seal.open(sealed, place.associatedData("content"));
        return PlaintextStream.open(plaintext, slice.offset(), slice.length(), onDamage);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BrokenSealException("the facts of a file are no base64");
        }
    }

    private FileSeal seal(TenantId tenant, KeyId key) {
        try (Secret derived = keys.derive(tenant, key, USE)) {
            return FileSeal.with(derived);
        }
    }

    /// Which bytes of how many.
    record Slice(long offset, long length, long sizeBytes) {}
}
