package dev.parley.storage.cluster.mongodb;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentBounds;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.Versioned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
/// `k` holds the members that an index could name: text, 64-bit integers and booleans, whether one names them today
/// or not, so that an index that is added later finds them. An absent member is absent. `body` is the JSON text of
/// all other members, because BSON has other numbers than JSON and other rules for names. The two make up the
/// document.
///
/// `x` is the instant of expiry where there is one. A member `r` counts the transactions that read the document and
/// wrote others ([Footprint]).
final class StoredForm<T> {
    static final String ID = "_id";
    static final String TENANT = "t";
    static final String VERSION = "v";
    static final String MEMBERS = "k";
    static final String EXPIRY = "x";
    static final String BODY = "body";
    static final String READS = "r";

    private static final String EMPTY = "{}";

    /// As [Index] wants its fields.
    private static final Pattern INDEXABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,39}");

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
        return encodeJson(tenant, id, Json.bytes(value), version);
    }

    /// @param body a JSON object
    /// @throws IllegalArgumentException when the id or the document cannot be stored
    BsonDocument encodeJson(TenantId tenant, String id, byte[] body, long version) {
        DocumentBounds.requireSize(body);
        BsonDocument stored = new BsonDocument(ID, key(tenant, id))
                .append(TENANT, new BsonString(tenant.value()))
                .append(VERSION, new BsonInt64(version));
        try (JsonParser in = Json.mapper().createParser(body)) {
            addMembers(stored, body, in);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON that was just written is read again", e);
        }
        return stored;
    }

    Versioned<T> decode(TenantId tenant, BsonDocument stored) {
        String id = stored.getString(ID).getValue().substring(tenant.value().length() + 1);
        return new Versioned<>(
                id,
                Json.read(json(stored).getBytes(StandardCharsets.UTF_8), collection.type()),
                stored.getInt64(VERSION).getValue());
    }

    static RawDocument raw(BsonDocument stored) {
        TenantId tenant = new TenantId(stored.getString(TENANT).getValue());
        String id = stored.getString(ID).getValue().substring(tenant.value().length() + 1);
        byte[] json = json(stored).getBytes(StandardCharsets.UTF_8);
        return new RawDocument(tenant, id, stored.getInt64(VERSION).getValue(), json);
    }

    /// @throws IllegalArgumentException when no document can have this id
    static BsonString key(TenantId tenant, String id) {
        return new BsonString(tenant.value() + "/" + DocumentBounds.requireId(id));
    }

    /// The rest is copied as it was written, digit by digit: read and written again, a number may become another.
    private void addMembers(BsonDocument stored, byte[] body, JsonParser in) throws IOException {
        String expiryField = collection.expiryField().orElse("");
        BsonDocument members = new BsonDocument();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            int start = (int) in.currentTokenLocation().getByteOffset();
            in.nextToken();
            BsonValue scalar = INDEXABLE.matcher(name).matches() ? scalar(in) : null;
            if (expiryField.equals(name)) {
                append(stored, EXPIRY, expiry(in));
            }
            if (scalar != null) {
                members.append(name, scalar);
            } else {
                requireNotIndexed(name, in.currentToken());
                in.skipChildren();
                in.finishToken();
                rest.write(rest.size() == 0 ? '{' : ',');
                rest.write(body, start, (int) in.currentLocation().getByteOffset() - start);
            }
        }
        String text = rest.size() == 0 ? EMPTY : rest.toString(StandardCharsets.UTF_8) + "}";
        stored.append(MEMBERS, members).append(BODY, new BsonString(text));
    }

    /// The JSON text of a stored document: its members, and then the rest.
    private static String json(BsonDocument stored) {
        String rest = stored.getString(BODY).getValue();
        BsonDocument members = stored.getDocument(MEMBERS);
        if (members.isEmpty()) {
            return rest;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.mapper().createGenerator(text)) {
            out.writeStartObject();
            for (Map.Entry<String, BsonValue> member : members.entrySet()) {
                out.writeFieldName(member.getKey());
                write(out, member.getValue());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("text is written to memory", e);
        }
        String first = text.toString();
        return rest.equals(EMPTY) ? first : first.substring(0, first.length() - 1) + "," + rest.substring(1);
    }

    private static void write(JsonGenerator out, BsonValue member) throws IOException {
        switch (member.getBsonType()) {
            case STRING -> out.writeString(member.asString().getValue());
            case INT64 -> out.writeNumber(member.asInt64().getValue());
            case BOOLEAN -> out.writeBoolean(member.asBoolean().getValue());
            default -> throw new IllegalStateException("nobody wrote this member: " + member.getBsonType());
        }
    }

    private static void append(BsonDocument document, String name, @Nullable BsonValue value) {
        if (value != null) {
            document.append(name, value);
        }
    }

    private static @Nullable BsonValue scalar(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> new BsonString(in.getText());
            case VALUE_TRUE -> BsonBoolean.TRUE;
            case VALUE_FALSE -> BsonBoolean.FALSE;
            case VALUE_NUMBER_INT ->
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? null : new BsonInt64(in.getLongValue());
            default -> null;
        };
    }

    private void requireNotIndexed(String member, JsonToken value) {
        if (value != JsonToken.VALUE_NULL && indexed.contains(member)) {
            throw new IllegalArgumentException(
                    "an index holds text, 64-bit integers and booleans: " + collection.name() + "." + member);
        }
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
