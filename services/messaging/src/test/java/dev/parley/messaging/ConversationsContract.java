package dev.parley.messaging;

import static dev.parley.messaging.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.Conversation;
import dev.parley.api.messaging.ConversationPage;
import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.Member.MemberRole;
import dev.parley.api.messaging.NewConversation;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The promises of [dev.parley.api.messaging.ConversationsApi].
interface ConversationsContract {
    MessagingSubject subject();

    private Conversation started(Caller.User owner, Caller.User... others) {
        List<UserId> members = List.of(others).stream().map(Caller.User::user).toList();
        return subject().conversations().create(owner, new NewConversation("Plans", members), null);
    }

    @Test
    default void founderIsOwnerAndTheOthersAreMembers() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();

        Conversation conversation = started(ada, bob, ada, bob);

        assertThat(conversation.title()).isEqualTo("Plans");
        assertThat(conversation.createdBy()).isEqualTo(ada.user());
        assertThat(conversation.memberCount()).isEqualTo(2);
        assertThat(conversation.latestSeq()).isZero();
        assertThat(subject().conversations().conversation(bob, conversation.id()))
                .isEqualTo(conversation);
        assertThat(subject().conversations().members(bob, conversation.id(), null, 10))
                .extracting(Member::userId, Member::role)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ada.user(), MemberRole.OWNER),
                        org.assertj.core.groups.Tuple.tuple(bob.user(), MemberRole.MEMBER));
    }

    @Test
    default void refusesToStartWithSomeoneUnknown() {
        Caller.User ada = subject().user();
        UserId nobody = new UserId("usr_00000000000000000000000000");

        assertRefused(
                "unknown-user",
                () -> subject().conversations().create(ada, new NewConversation("Plans", List.of(nobody)), null));

        assertThat(subject().conversations().conversations(ada, null, 10).conversations())
                .isEmpty();
    }

    @Test
    default void sameIdempotencyKeyIsTheSameConversation() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        NewConversation plans = new NewConversation("Plans", List.of(bob.user()));

        Conversation first = subject().conversations().create(ada, plans, "key-1");

        assertThat(subject().conversations().create(ada, plans, "key-1")).isEqualTo(first);
        assertThat(subject().conversations().create(ada, plans, "key-2").id()).isNotEqualTo(first.id());
        assertThat(subject()
                        .conversations()
                        .create(bob, new NewConversation("Plans", List.of()), "key-1")
                        .id())
                .as("a key belongs to one caller")
                .isNotEqualTo(first.id());
        assertRefused(
                "idempotency-key-reused",
                () -> subject().conversations().create(ada, new NewConversation("Other", List.of()), "key-1"));
    }

    @Test
    default void racingRequestsWithOneIdempotencyKeyMakeOneConversation() throws Exception {
        Caller.User ada = subject().user();
        Callable<ConversationId> request = () -> subject()
                .conversations()
                .create(ada, new NewConversation("Plans", List.of()), "race")
                .id();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<ConversationId> ids = new ArrayList<>();
            for (var future : executor.invokeAll(
                    IntStream.range(0, 16).mapToObj(i -> request).toList())) {
                ids.add(future.get());
            }
            assertThat(ids).containsOnly(ids.getFirst());
        }
        assertThat(subject().conversations().conversations(ada, null, 10).conversations())
                .hasSize(1);
    }

    @Test
    default void listsOwnConversationsLatestJoinedFirstPageByPage() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        List<ConversationId> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.addFirst(started(i % 2 == 0 ? ada : bob, ada).id());
        }
        started(bob);

        List<ConversationId> listed = new ArrayList<>();
        String cursor = null;
        do {
            ConversationPage page = subject().conversations().conversations(ada, cursor, 2);
            assertThat(page.conversations()).hasSizeLessThanOrEqualTo(2);
            page.conversations().forEach(each -> listed.add(each.id()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(listed).containsExactlyElementsOf(expected);
    }

    @Test
    default void pagesThroughMembersInTheOrderOfTheirIds() {
        Caller.User ada = subject().user();
        List<Caller.User> others =
                IntStream.range(0, 4).mapToObj(_ -> subject().user()).toList();
        ConversationId id = started(ada, others.toArray(Caller.User[]::new)).id();

        List<Member> first = subject().conversations().members(ada, id, null, 3);
        List<Member> second =
                subject().conversations().members(ada, id, first.getLast().userId(), 3);

        assertThat(first).hasSize(3);
        assertThat(second).hasSize(2);
        List<UserId> all = new ArrayList<>();
        first.forEach(member -> all.add(member.userId()));
        second.forEach(member -> all.add(member.userId()));
        assertThat(all).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void everyMemberAddsAndAddingTwiceChangesNothing() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        Caller.User eve = subject().user();
        ConversationId id = started(ada, bob).id();

        Member added = subject().conversations().addMember(bob, id, eve.user());

        assertThat(added.role()).isEqualTo(MemberRole.MEMBER);
        assertThat(subject().conversations().addMember(ada, id, eve.user())).isEqualTo(added);
        assertThat(subject().conversations().conversation(eve, id).memberCount())
                .isEqualTo(3);
        assertRefused(
                "unknown-user",
                () -> subject().conversations().addMember(ada, id, new UserId("usr_00000000000000000000000000")));
    }

    @Test
    default void membersLeaveAndOwnersRemoveButMembersDoNotRemoveOthers() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        Caller.User eve = subject().user();
        ConversationId id = started(ada, bob, eve).id();

        assertRefused("forbidden", () -> subject().conversations().removeMember(bob, id, eve.user()));
        subject().conversations().removeMember(bob, id, bob.user());
        subject().conversations().removeMember(ada, id, eve.user());
        subject().conversations().removeMember(ada, id, eve.user());

        assertThat(subject().conversations().conversation(ada, id).memberCount())
                .isEqualTo(1);
        assertRefused("not-found", () -> subject().conversations().conversation(bob, id));
        assertThat(subject().conversations().conversations(eve, null, 10).conversations())
                .isEmpty();
    }

    @Test
    default void toStrangersAConversationDoesNotExist() {
        Caller.User ada = subject().user();
        Caller.User eve = subject().user();
        ConversationId id = started(ada).id();

        assertRefused("not-found", () -> subject().conversations().conversation(eve, id));
        assertRefused("not-found", () -> subject().conversations().members(eve, id, null, 10));
        assertRefused("not-found", () -> subject().conversations().addMember(eve, id, eve.user()));
        assertRefused("not-found", () -> subject().conversations().removeMember(eve, id, ada.user()));
        assertRefused("not-found", () -> subject().conversations().removeMember(eve, id, eve.user()));
        assertThat(subject().conversations().conversation(ada, id).memberCount())
                .isEqualTo(1);
    }

    @Test
    default void tellsServicesWhoIsInWhat() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        List<ConversationId> ids = IntStream.range(0, 3)
                .mapToObj(_ -> started(ada, bob).id())
                .sorted()
                .toList();
        var conversations = subject().conversations();

        assertThat(conversations.conversationsOf(bob.tenant(), bob.user(), null))
                .isEqualTo(ids);
        assertThat(conversations.conversationsOf(bob.tenant(), bob.user(), ids.getFirst()))
                .isEqualTo(ids.subList(1, 3));
        assertThat(conversations.isMember(bob.tenant(), ids.getFirst(), bob.user()))
                .isTrue();
        conversations.removeMember(ada, ids.getFirst(), bob.user());
        assertThat(conversations.isMember(bob.tenant(), ids.getFirst(), bob.user()))
                .isFalse();
    }
}
