package dev.parley.messaging.store;

import dev.parley.api.messaging.Conversation;
import dev.parley.api.messaging.ConversationPage;
import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.Member.MemberRole;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.messaging.Conversation.Add;
import dev.parley.messaging.Conversation.Decision;
import dev.parley.messaging.Conversation.Keep;
import dev.parley.messaging.Conversation.Refuse;
import dev.parley.messaging.Conversation.Remove;
import dev.parley.messaging.Conversation.Situation;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Conversations and members as documents.
///
/// What never changes of a conversation and what changes with every message are two documents under one id, so that
/// a send rewrites only a few bytes.
public final class ConversationStore {
    /// What never changes.
    record ConversationDocument(String title, UserId createdBy, Instant createdAt) {}

    /// What changes: how far the messages are numbered, and how many members there are.
    record Head(long latestSeq, long memberCount) {
        Head next() {
            return new Head(latestSeq + 1, memberCount);
        }

        Head withMembers(int more) {
            return new Head(latestSeq, memberCount + more);
        }
    }

    /// @param joinedOrder the instant of joining and the conversation's id: unique per user, and sorts by time
    record Membership(
            ConversationId conversationId, UserId userId, MemberRole role, Instant joinedAt, String joinedOrder) {
        static Membership of(ConversationId conversation, Member member) {
            String joinedOrder = Json.time(member.joinedAt()) + "/" + conversation;
            return new Membership(conversation, member.userId(), member.role(), member.joinedAt(), joinedOrder);
        }

        Member member() {
            return new Member(userId, role, joinedAt);
        }
    }

    /// What a request with an idempotency key had asked for, and what came of it.
    ///
    /// @param request SHA-256 of what was asked for, in hexadecimal
    public record Creation(String request, ConversationId conversationId, Instant expiresAt) {}

    /// A conversation to be stored.
    public record Founding(ConversationId id, String title, Instant createdAt, List<Member> members) {
        public Founding {
            members = List.copyOf(members);
        }

        UserId founder() {
            return members.getFirst().userId();
        }

        /// As its members see it before anything happened in it.
        public Conversation conversation() {
            return new Conversation(id, title, founder(), createdAt, members.size(), 0);
        }
    }

    static final Collection<ConversationDocument> CONVERSATIONS =
            Collection.of("messaging_conversations", ConversationDocument.class);
    static final Collection<Head> HEADS = Collection.of("messaging_heads", Head.class);
    static final Collection<Membership> MEMBERS = Collection.of(
            "messaging_members",
            Membership.class,
            Index.unique("by_conversation", "conversationId", "userId"),
            Index.on("by_user", "userId", "conversationId"),
            Index.on("by_joined", "userId", "joinedOrder"));
    private static final Collection<Creation> CREATIONS =
            Collection.of("messaging_creations", Creation.class).expiringAt("expiresAt");

    private final DocumentStore documents;

    public ConversationStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(CONVERSATIONS, HEADS, MEMBERS, CREATIONS));
    }

    static String memberKey(ConversationId conversation, UserId user) {
        return conversation.value() + "/" + user.value();
    }

    /// Stores the conversation with its first members, all or nothing.
    public void create(TenantId tenant, Founding founding) {
        documents.transact(tenant, tx -> {
            insert(tx, founding);
            return founding.id();
        });
    }

    /// The same under an idempotency key: of all calls with one key, the first one's conversation is stored.
    ///
    /// @param key unique to the caller and what they chose
    /// @return what the first call with the key did
    public Creation createOnce(TenantId tenant, String key, Creation creation, Founding founding) {
        try {
            return documents.transact(tenant, tx -> {
                Optional<Versioned<Creation>> first = tx.get(CREATIONS, key);
                if (first.isPresent()) {
                    return first.get().value();
                }
                tx.insert(CREATIONS, key, creation);
                insert(tx, founding);
                return creation;
            });
        } catch (DuplicateKeyException e) {
            // Another process was first, between our read and our commit.
            return creation(tenant, key).orElseThrow(() -> e);
        }
    }

    /// What the first call with this idempotency key did, if there was one.
    public Optional<Creation> creation(TenantId tenant, String key) {
        return documents.get(tenant, CREATIONS, key).map(Versioned::value);
    }

    private static void insert(Transaction tx, Founding founding) {
        ConversationId id = founding.id();
        tx.insert(
                CONVERSATIONS,
                id.value(),
                new ConversationDocument(founding.title(), founding.founder(), founding.createdAt()));
        tx.insert(HEADS, id.value(), new Head(0, founding.members().size()));
        for (Member member : founding.members()) {
            tx.insert(MEMBERS, memberKey(id, member.userId()), Membership.of(id, member));
        }
    }

    public Optional<Conversation> conversation(TenantId tenant, ConversationId id) {
        return documents
                .get(tenant, CONVERSATIONS, id.value())
                .flatMap(found ->
                        documents.get(tenant, HEADS, id.value()).map(head -> view(id, found.value(), head.value())));
    }

    private static Conversation view(ConversationId id, ConversationDocument document, Head head) {
        return new Conversation(
                id, document.title(), document.createdBy(), document.createdAt(), head.memberCount(), head.latestSeq());
    }

    /// The user's conversations, latest joined first.
    ///
    /// @param cursor of the page before, or null
    public ConversationPage conversationsOf(TenantId tenant, UserId user, @Nullable String cursor, int limit) {
        IndexQuery query =
                IndexQuery.on("by_joined").equal(user.value()).reversed().limit(limit + 1);
        List<Versioned<Membership>> found =
                documents.find(tenant, MEMBERS, cursor == null ? query : query.before(cursor));
        List<Versioned<Membership>> page = found.subList(0, Math.min(limit, found.size()));
        List<Conversation> conversations = page.stream()
                .flatMap(each -> conversation(tenant, each.value().conversationId()).stream())
                .toList();
        String next = found.size() > limit ? page.getLast().value().joinedOrder() : null;
        return new ConversationPage(conversations, next);
    }

    /// Ids of the user's conversations in their order, at most 1000.
    public List<ConversationId> idsOf(TenantId tenant, UserId user, @Nullable ConversationId after) {
        IndexQuery query = IndexQuery.on("by_user").equal(user.value());
        return documents.find(tenant, MEMBERS, after == null ? query : query.after(after.value())).stream()
                .map(each -> each.value().conversationId())
                .toList();
    }

    /// Members in the order of their ids.
    public List<Member> members(TenantId tenant, ConversationId id, @Nullable UserId after, int limit) {
        IndexQuery query = IndexQuery.on("by_conversation").equal(id.value()).limit(limit);
        return documents.find(tenant, MEMBERS, after == null ? query : query.after(after.value())).stream()
                .map(each -> each.value().member())
                .toList();
    }

    public Optional<Member> member(TenantId tenant, ConversationId id, UserId user) {
        return documents
                .get(tenant, MEMBERS, memberKey(id, user))
                .map(each -> each.value().member());
    }

    /// Changes a membership in one transaction: what `decide` says of the situation at that moment is done.
    ///
    /// @param decide pure; may be called more than once
    public Decision change(TenantId tenant, Change change, Function<Situation, Decision> decide) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<Membership>> asking = tx.get(MEMBERS, memberKey(change.conversation(), change.asking()));
            Optional<Versioned<Membership>> target = tx.get(MEMBERS, memberKey(change.conversation(), change.target()));
            Optional<Versioned<Head>> head = tx.get(HEADS, change.conversation().value());
            Decision decision = decide.apply(new Situation(
                    asking.map(each -> each.value().member()),
                    target.map(each -> each.value().member()),
                    head.map(each -> each.value().memberCount()).orElse(0L)));
            apply(tx, change, decision, target);
            return decision;
        });
    }

    /// Whose membership of what is to change, and who asks for it.
    public record Change(ConversationId conversation, UserId asking, UserId target) {}

    private static void apply(
            Transaction tx, Change change, Decision decision, Optional<Versioned<Membership>> target) {
        switch (decision) {
            case Add add -> {
                count(tx, change.conversation(), 1);
                tx.insert(
                        MEMBERS,
                        memberKey(change.conversation(), add.member().userId()),
                        Membership.of(change.conversation(), add.member()));
            }
            case Remove remove -> {
                count(tx, change.conversation(), -1);
                tx.delete(
                        MEMBERS,
                        memberKey(change.conversation(), remove.member().userId()),
                        target.orElseThrow().version());
            }
            case Keep _, Refuse _ -> {
                // Nothing changes.
            }
        }
    }

    private static void count(Transaction tx, ConversationId conversation, int more) {
        Versioned<Head> head = tx.get(HEADS, conversation.value()).orElseThrow();
        tx.replace(HEADS, conversation.value(), head.value().withMembers(more), head.version());
    }
}
