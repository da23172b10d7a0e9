package dev.parley.storage.cluster.mongodb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// The BSON form of a collection's documents:
///
/// ```
/// { _id: "<tenant>/<id>", t: "<tenant>", v: 1, k: { author: "ada", seq: 7 }, x: ISODate(…), body: "{…}" }
/// ```
///
/// `body` is the document's JSON text, which alone is read again: BSON has other numbers than JSON, and other rules
/// for the names of members. `k` holds the members that an index names, as BSON so that they can be sorted and
/// compared; an absent member is absent. `x` is the instant of expiry where there is one. A member `r` counts the
/// transactions that read the document and wrote others ([Footprint]).
final class StoredForm<T> {
    static final String ID = "_id";
    static final String TENANT = "t";
    static final String VERSION = "v";
    static final String MEMBERS = "k";
    static final String EXPIRY = "x";
    static final String BODY = "body";
    static final String READS = "r";

    private static final int MAX_ID_LENGTH = 500;

    private final Collection<T> collection;
    private final Set<String> indexed = new HashSet<>();

    StoredForm(Collection<T> collection) {
        this.collection = collection;
        for (Index index : collection.indexes()) {
            indexed.addAll(index.fields());
        }
    }

    /// @throws IllegalArgumentException when the id or the document cannot be stored
    BsonDocument encode(TenantId tenant, String id, T value, long version) {
        byte[] body = Json.bytes(value);
        if (body.length > DocumentStore.MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException("document of " + body.length + " bytes");
        }
        BsonDocument stored = new BsonDocument(ID, key(tenant, id))
                .append(TENANT, new BsonString(tenant.value()))
                .append(VERSION, new BsonInt64(version));
        addMembers(stored, body);
        return stored.append(BODY, new BsonString(new String(body, StandardCharsets.UTF_8)));
    }

    Versioned<T> decode(TenantId tenant, BsonDocument stored) {
        byte[] body = stored.getString(BODY).getValue().getBytes(StandardCharsets.UTF_8);
        String id = stored.getString(ID).getValue().substring(tenant.value().length() + 1);
        return new Versioned<>(
                id, Json.read(body, collection.type()), stored.getInt64(VERSION).getValue());
    }

    /// @throws IllegalArgumentException when no document can have this id
    static BsonString key(TenantId tenant, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_ID_LENGTH + " characters, not " + id.length());
        }
        return new BsonString(tenant.value() + "/" + id);
    }

    private void addMembers(BsonDocument stored, byte[] body) {
        String expiryField = collection.expiryField().orElse("");
        BsonDocument members = new BsonDocument();
        try (JsonParser in = Json.mapper().createParser(body)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (indexed.contains(name)) {
                    append(members, name, scalar(name, in));
                }
                if (expiryField.equals(name)) {
                    append(stored, EXPIRY, expiry(in));
                }
                in.skipChildren();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("JSON that was just written is read again", e);
        }
        stored.append(MEMBERS, members);
    }

    private static void append(BsonDocument document, String name, @Nullable BsonValue value) {
        if (value != null) {
            document.append(name, value);
        }
    }

    private @Nullable BsonValue scalar(String member, JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> new BsonString(in.getText());
            case VALUE_TRUE -> BsonBoolean.TRUE;
            case VALUE_FALSE -> BsonBoolean.FALSE;
            case VALUE_NUMBER_INT -> new BsonInt64(wholeNumber(member, in));
            default -> throw unindexable(member);
        };
    }

    private long wholeNumber(String member, JsonParser in) throws IOException {
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw unindexable(member);
        }
        return in.getLongValue();
    }

    private IllegalArgumentException unindexable(String member) {
        return new IllegalArgumentException(
                "an index holds text, 64-bit integers and booleans: " + collection.name() + "." + member);
    }

    private static @Nullable BsonValue expiry(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        try {
            return new BsonDateTime(Instant.parse(in.getText()).toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the member with the expiry is no instant", e);
        }
    }
}
