package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.auth.Login;
import dev.parley.api.auth.Registration;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.NewConversation;
import dev.parley.api.messaging.SendMessage;
import dev.parley.client.token.InMemoryAuth;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each contract puts on the wire what the services' OpenAPI documents say, and reads what they answer. That the
/// documents and the services agree is held by the contract suites of the services, which run through these
/// clients.
class HttpContractsTest {
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final UserId USER = InMemoryAuth.USER;
    private static final UserId OTHER = new UserId("usr_01h455vb4pex5vsknk084sn02z");
    private static final ConversationId CONVERSATION = new ConversationId("cnv_01h455vb4pex5vsknk084sn02q");
    private static final KeyId KEY = new KeyId("key_01h455vb4pex5vsknk084sn02q");
    private static final Caller.User PERSON = new Caller.User(TENANT, USER, InMemoryAuth.SESSION, Set.of());
    private static final String TIME = "2026-01-31T09:30:00.000Z";

    private final Vertx vertx = Vertx.vertx();
    private final ContractServer server = new ContractServer(vertx);
    private final ParleyHttp http = ParleyHttp.open(
            vertx,
            ClientConfig.of("shelf", server.url()),
            InstantSource.system(),
            new Random(1),
            new SimpleMeterRegistry());
    private final Credentials credentials = Credentials.ofToken(Secret.of("a-token"));

    @AfterEach
    void close() {
        http.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void accounts() {
        HttpAccounts accounts = new HttpAccounts(http, credentials);
        server.answer = "{'id':'%s','userName':'ada','displayName':'Ada','roles':['owner'],'createdAt':'%s'}"
                .formatted(USER, TIME)
                .replace('\'', '"');

        assertThat(accounts.register(new Registration("ada", Secret.of("pass word"), "Ada"))
                        .id())
                .isEqualTo(USER);
        accounts.account(PERSON, USER);
        accounts.accountByUserName(PERSON, "ada & bob");

        assertThat(server.seen)
                .containsExactly(
                        "POST /v1/accounts {\"userName\":\"ada\",\"password\":\"pass word\",\"displayName\":\"Ada\"}",
                        "GET /v1/accounts/" + USER,
                        "GET /v1/accounts?userName=ada%20%26%20bob");
        assertThat(server.tokens).containsExactly("null", "Bearer a-token", "Bearer a-token");
    }

    @Test
    void sessions() {
        HttpSessions sessions = new HttpSessions(http, credentials);
        server.answer = ("{'accessToken':'a','refreshToken':'r','tokenType':'Bearer','expiresInSeconds':300,"
                        + "'userId':'%s','sessionId':'%s'}")
                .formatted(USER, InMemoryAuth.SESSION)
                .replace('\'', '"');
        assertThat(sessions.logIn(new Login("ada", Secret.of("secret"), "phone"))
                        .refreshToken())
                .isEqualTo(Secret.of("r"));
        sessions.refresh(Secret.of("r"));
        sessions.logOut(PERSON);
        server.answer = "{\"active\":true}";
        assertThat(sessions.isActive(TENANT, InMemoryAuth.SESSION)).isTrue();
        server.answer = "{'revocations':[{'sessionId':'%s','revokedAt':'%s'}],'next':'%s','more':false}"
                .formatted(InMemoryAuth.SESSION, TIME, TIME)
                .replace('\'', '"');
        assertThatThrownBy(() -> sessions.revocations(Instant.parse(TIME)))
                .as("not signed")
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(sessions.jsonWebKeySet()).isEqualTo(server.answer);

        assertThat(server.seen)
                .containsExactly(
                        "POST /v1/sessions {\"userName\":\"ada\",\"password\":\"secret\",\"device\":\"phone\"}",
                        "POST /v1/sessions/refresh {\"refreshToken\":\"r\"}",
                        "DELETE /v1/sessions/current",
                        "GET /v1/sessions/" + InMemoryAuth.SESSION + "/status",
                        "GET /v1/revocations?since=2026-01-31T09%3A30%3A00.000Z",
                        "GET /.well-known/jwks.json");
        assertThat(server.tokens)
                .containsExactly("null", "null", "Bearer a-token", "Bearer a-token", "Bearer a-token", "null");
    }

    @Test
    void keys() {
        HttpKeys keys = new HttpKeys(http, credentials);
        server.answer = "{'name':'k-1','latestVersion':1,'createdAt':'%s','rotatedAt':'%s'}"
                .formatted(TIME, TIME)
                .replace('\'', '"');
        assertThat(keys.create(PERSON, "k-1").latestVersion()).isEqualTo(1);
        keys.key(PERSON, "k-1");
        keys.rotate(PERSON, "k-1");
        server.answer = "{\"ciphertext\":\"parley:v1:AAAA\"}";
        assertThat(keys.encrypt(PERSON, "k-1", "text".getBytes(UTF_8), "ad".getBytes(UTF_8)))
                .isEqualTo("parley:v1:AAAA");
        server.answer = "{\"plaintext\":\"dGV4dA==\"}";
        assertThat(keys.decrypt(PERSON, "k-1", "parley:v1:AAAA", new byte[0])).isEqualTo("text".getBytes(UTF_8));

        assertThat(server.seen)
                .containsExactly(
                        "PUT /v1/keys/k-1",
                        "GET /v1/keys/k-1",
                        "POST /v1/keys/k-1/rotate",
                        "POST /v1/keys/k-1/encrypt {\"plaintext\":\"dGV4dA==\",\"associatedData\":\"YWQ=\"}",
                        "POST /v1/keys/k-1/decrypt {\"ciphertext\":\"parley:v1:AAAA\"}");
    }

    @Test
    void dataKeys() {
        HttpDataKeys dataKeys = new HttpDataKeys(http, credentials);
        server.answer = "{'id':'%s','purpose':'conversation','subject':'%s','material':'AAEC'}"
                .formatted(KEY, CONVERSATION)
                .replace('\'', '"');
        assertThat(dataKeys.obtain(TENANT, DataKeyPurpose.CONVERSATION, CONVERSATION.value())
                        .material())
                .isEqualTo(Secret.of(new byte[] {0, 1, 2}));
        dataKeys.dataKey(TENANT, KEY);
        dataKeys.destroy(TENANT, KEY);

        assertThat(server.seen)
                .containsExactly(
                        "POST /v1/data-keys {\"purpose\":\"conversation\",\"subject\":\"" + CONVERSATION + "\"}",
                        "GET /v1/data-keys/" + KEY,
                        "DELETE /v1/data-keys/" + KEY);
    }

    @Test
    void audit() {
        HttpAudit audit = new HttpAudit(http, credentials);
        server.answer = "{\"size\":7,\"hash\":\"00\"}";
        assertThat(audit.append(TENANT, List.of())).isEqualTo(new AuditHead(7, "00"));
        assertThat(audit.head(PERSON).size()).isEqualTo(7);
        server.answer = "{\"entries\":[{\"seq\":1,\"canonical\":\"{}\",\"hash\":\"00\"}]}";
        assertThat(audit.entries(PERSON, 0, 10)).hasSize(1);
        server.answer = "{\"whole\":true,\"checkedEntries\":7}";
        assertThat(audit.verify(PERSON).whole()).isTrue();

        assertThat(server.seen)
                .containsExactly(
                        "POST /v1/audit/records {\"records\":[]}",
                        "GET /v1/audit/head",
                        "GET /v1/audit/entries?afterSeq=0&limit=10",
                        "POST /v1/audit/verification");
    }

    @Test
    void conversations() {
        HttpConversations conversations = new HttpConversations(http, credentials);
        String conversation = "{'id':'%s','title':'T','createdBy':'%s','createdAt':'%s','memberCount':1,'latestSeq':0}"
                .formatted(CONVERSATION, USER, TIME)
                .replace('\'', '"');
        server.answer = conversation;
        conversations.create(PERSON, new NewConversation("T", List.of(OTHER)), "key-1");
        conversations.create(PERSON, new NewConversation("T", List.of()), null);
        assertThat(conversations.conversation(PERSON, CONVERSATION).memberCount())
                .isEqualTo(1);
        server.answer = "{\"conversations\":[" + conversation + "],\"next\":\"c2\"}";
        assertThat(conversations.conversations(PERSON, null, 20).next()).isEqualTo("c2");
        conversations.conversations(PERSON, "c2", 20);

        String path = "/v1/conversations/" + CONVERSATION;
        assertThat(server.seen)
                .containsExactly(
                        "POST /v1/conversations {\"title\":\"T\",\"memberIds\":[\"" + OTHER
                                + "\"]} Idempotency-Key: key-1",
                        "POST /v1/conversations {\"title\":\"T\",\"memberIds\":[]}",
                        "GET " + path,
                        "GET /v1/conversations?limit=20",
                        "GET /v1/conversations?cursor=c2&limit=20");
    }

    @Test
    void members() {
        HttpConversations conversations = new HttpConversations(http, credentials);
        String member = "{'userId':'%s','role':'owner','joinedAt':'%s'}"
                .formatted(USER, TIME)
                .replace('\'', '"');
        server.answer = "{\"members\":[" + member + "]}";
        assertThat(conversations.members(PERSON, CONVERSATION, OTHER, 100)).hasSize(1);
        server.answer = member;
        assertThat(conversations.addMember(PERSON, CONVERSATION, OTHER).userId())
                .isEqualTo(USER);
        conversations.removeMember(PERSON, CONVERSATION, OTHER);
        server.answer = "{\"conversationIds\":[\"" + CONVERSATION + "\"]}";
        assertThat(conversations.conversationsOf(TENANT, USER, null)).containsExactly(CONVERSATION);
        server.answer = "{\"member\":true}";
        assertThat(conversations.isMember(TENANT, CONVERSATION, USER)).isTrue();

        String path = "/v1/conversations/" + CONVERSATION + "/members";
        assertThat(server.seen)
                .containsExactly(
                        "GET " + path + "?after=" + OTHER + "&limit=100",
                        "PUT " + path + "/" + OTHER,
                        "DELETE " + path + "/" + OTHER,
                        "GET /v1/internal/users/" + USER + "/conversations",
                        "GET /v1/internal/conversations/" + CONVERSATION + "/members/" + USER);
    }

    @Test
    void messages() {
        HttpMessages messages = new HttpMessages(http, credentials);
        String message = ("{'id':'msg_01h455vb4pex5vsknk084sn02q','conversationId':'%s','seq':1,'senderId':'%s',"
                        + "'clientMessageId':'c1','text':'hi','attachments':[],'sentAt':'%s'}")
                .formatted(CONVERSATION, USER, TIME)
                .replace('\'', '"');
        server.answer = message;
        server.status = 201;
        SendMessage send = new SendMessage("c1", "hi", List.of(), null);
        assertThat(messages.send(PERSON, CONVERSATION, send).duplicate()).isFalse();
        server.status = 200;
        assertThat(messages.send(PERSON, CONVERSATION, send).duplicate()).isTrue();
        server.answer = "{\"messages\":[" + message + "],\"latestSeq\":1}";
        assertThat(messages.history(PERSON, CONVERSATION, HistoryRange.newest(50))
                        .latestSeq())
                .isEqualTo(1);
        messages.history(PERSON, CONVERSATION, HistoryRange.after(3, 50));
        messages.history(PERSON, CONVERSATION, HistoryRange.before(9, 50));

        String path = "/v1/conversations/" + CONVERSATION + "/messages";
        assertThat(server.seen)
                .containsExactly(
                        "POST " + path + " {\"clientMessageId\":\"c1\",\"text\":\"hi\",\"attachments\":[]}",
                        "POST " + path + " {\"clientMessageId\":\"c1\",\"text\":\"hi\",\"attachments\":[]}",
                        "GET " + path + "?limit=50",
                        "GET " + path + "?afterSeq=3&limit=50",
                        "GET " + path + "?beforeSeq=9&limit=50");
    }

    @Test
    void keepsAProfileOnlyForAMomentWhereTheTokenIsTheOnlyCheck() {
        HttpAccounts accounts = new HttpAccounts(http, credentials);
        server.answer = "{'id':'%s','userName':'ada','displayName':'Ada','roles':[],'createdAt':'%s'}"
                .formatted(USER, TIME)
                .replace('\'', '"');
        accounts.account(PERSON, USER);
        accounts.account(PERSON, USER);
        accounts.account(PERSON, OTHER);

        assertThat(server.seen).hasSize(2);
        assertThat(HttpAccounts.UNVERIFIED_FOR).isLessThan(dev.parley.client.token.RevocationFeed.MAX_AGE);
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            accounts.account(PERSON, USER);
            assertThat(server.seen).hasSize(3);
        });
    }
}
