package dev.parley.messaging;

import dev.parley.api.messaging.Conversation;
import dev.parley.api.messaging.ConversationPage;
import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.NewConversation;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.messaging.Conversation.Add;
import dev.parley.messaging.Conversation.Decision;
import dev.parley.messaging.Conversation.Keep;
import dev.parley.messaging.Conversation.Refuse;
import dev.parley.messaging.Conversation.Remove;
import dev.parley.messaging.store.ConversationStore;
import dev.parley.messaging.store.ConversationStore.Change;
import dev.parley.messaging.store.ConversationStore.Creation;
import dev.parley.messaging.store.ConversationStore.Founding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starting conversations and changing who is in them.
public final class Conversations implements ConversationsApi {
    /// How long the same idempotency key means the same conversation.
    public static final Duration IDEMPOTENCY = Duration.ofHours(24);

    private static final int MAX_PAGE = 200;
    private static final int MAX_MEMBERS_PAGE = 1000;

    private final ConversationStore store;
    private final People people;
    private final Notices notices;
    private final IdSource ids;
    private final InstantSource clock;

    public Conversations(ConversationStore store, People people, Notices notices, IdSource ids, InstantSource clock) {
        this.store = store;
        this.people = people;
        this.notices = notices;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Conversation create(Caller.User caller, NewConversation command, @Nullable String idempotencyKey) {
        Instant now = now();
        List<Member> members = dev.parley.messaging.Conversation.found(caller.user(), command, now);
        if (idempotencyKey != null) {
            Optional<Creation> earlier = store.creation(caller.tenant(), key(caller, idempotencyKey));
            if (earlier.isPresent()) {
                return repeated(caller, command, earlier.get());
            }
        }
        members.stream().skip(1).forEach(member -> people.require(caller, member.userId()));
        Founding founding = new Founding(ids.conversationId(), command.title(), now, members);
        if (idempotencyKey == null) {
            store.create(caller.tenant(), founding);
        } else {
            Creation creation = new Creation(digest(Json.bytes(command)), founding.id(), now.plus(IDEMPOTENCY));
            Creation first = store.createOnce(caller.tenant(), key(caller, idempotencyKey), creation, founding);
            if (!first.conversationId().equals(founding.id())) {
                return repeated(caller, command, first);
            }
        }
        tell(caller, founding);
        return founding.conversation();
    }

    // The caller may have left it since; then it is as gone for them as any other.
    private Conversation repeated(Caller.User caller, NewConversation command, Creation first) {
        if (!first.request().equals(digest(Json.bytes(command)))) {
            throw ProblemType.IDEMPOTENCY_KEY_REUSED.because("the first request with this key was another one");
        }
        return conversation(caller, first.conversationId());
    }

    private void tell(Caller.User caller, Founding founding) {
        founding.members().forEach(member -> notices.joined(caller.tenant(), member.userId(), founding.id()));
        notices.audit(
                caller,
                "conversation.create",
                founding.id(),
                Map.of("members", Integer.toString(founding.members().size())));
    }

    @Override
    public Conversation conversation(Caller.User caller, ConversationId id) {
        requireReader(caller, id);
        return store.conversation(caller.tenant(), id).orElseThrow(MessagingProblems::noConversation);
    }

    @Override
    public ConversationPage conversations(Caller.User caller, @Nullable String cursor, int limit) {
        requireLimit(limit, MAX_PAGE);
        return store.conversationsOf(caller.tenant(), caller.user(), cursor, limit);
    }

    @Override
    public List<Member> members(Caller.User caller, ConversationId id, @Nullable UserId after, int limit) {
        requireLimit(limit, MAX_MEMBERS_PAGE);
        requireReader(caller, id);
        return store.members(caller.tenant(), id, after, limit);
    }

    @Override
    public Member addMember(Caller.User caller, ConversationId id, UserId user) {
        requireMember(caller, id);
        people.require(caller, user);
        Instant now = now();
        Decision decision = store.change(
                caller.tenant(),
                new Change(id, caller.user(), user),
                situation -> dev.parley.messaging.Conversation.add(situation, user, now));
        return switch (decision) {
            case Add add -> {
                notices.joined(caller.tenant(), user, id);
                notices.audit(caller, "member.add", id, Map.of("member", user.value()));
                yield add.member();
            }
            case Keep keep -> keep.member().orElseThrow();
            case Refuse refuse -> throw refuse.problem();
            case Remove _ -> throw new IllegalStateException("adding removes nobody");
        };
    }

    @Override
    public void removeMember(Caller.User caller, ConversationId id, UserId user) {
        Decision decision = store.change(
                caller.tenant(),
                new Change(id, caller.user(), user),
                situation -> dev.parley.messaging.Conversation.remove(situation, user));
        switch (decision) {
            case Remove _ -> {
                notices.left(caller.tenant(), user, id);
                notices.audit(caller, "member.remove", id, Map.of("member", user.value()));
            }
            case Keep _ -> {
                // They are no member, as asked.
            }
            case Refuse refuse -> throw refuse.problem();
            case Add _ -> throw new IllegalStateException("removing adds nobody");
        }
    }

    @Override
    public List<ConversationId> conversationsOf(TenantId tenant, UserId user, @Nullable ConversationId after) {
        return store.idsOf(tenant, user, after);
    }

    @Override
    public boolean isMember(TenantId tenant, ConversationId id, UserId user) {
        return store.member(tenant, id, user).isPresent();
    }

    /// A member, or somebody to whom a break-glass opened it.
    private void requireReader(Caller.User caller, ConversationId id) {
        if (!caller.opened(id)) {
            requireMember(caller, id);
        }
    }

    private void requireMember(Caller.User caller, ConversationId id) {
        if (!isMember(caller.tenant(), id, caller.user())) {
            throw MessagingProblems.noConversation();
        }
    }

    private static void requireLimit(int limit, int max) {
        if (limit < 1 || limit > max) {
            throw ProblemType.VALIDATION_FAILED.because("limit must be 1 to " + max);
        }
    }

    // As it will be read, so that the answer now and a read later are the same.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Of fixed length whatever the caller chose, and of this caller alone.
    private static String key(Caller.User caller, String idempotencyKey) {
        return caller.user() + "/" + digest(idempotencyKey.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
