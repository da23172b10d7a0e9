package dev.parley.messaging;

import static dev.parley.messaging.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagePage;
import dev.parley.api.messaging.NewConversation;
import dev.parley.api.messaging.SendMessage;
import dev.parley.api.messaging.Sent;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.caller.Role;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.MessageId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The promises of [dev.parley.api.messaging.MessagesApi].
interface MessagesContract {
    MessagingSubject subject();

    private ConversationId room(Caller.User owner, Caller.User... others) {
        return subject()
                .conversations()
                .create(
                        owner,
                        new NewConversation(
                                "Room",
                                List.of(others).stream().map(Caller.User::user).toList()),
                        null)
                .id();
    }

    private Sent send(Caller.User sender, ConversationId room, String clientMessageId, String text) {
        return subject().messages().send(sender, room, new SendMessage(clientMessageId, text, List.of(), null));
    }

    private List<Long> seqs(MessagePage page) {
        return page.messages().stream().map(Message::seq).toList();
    }

    @Test
    default void whatIsSentIsWhatIsRead() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        ConversationId room = room(ada, bob);
        MediaId picture = new MediaId("med_01h455vb4pex5vsknk084sn02q");

        Message first = send(ada, room, "one", "Grüße 👋\n\"quoted\"").message();
        Message second = subject()
                .messages()
                .send(bob, room, new SendMessage("two", "", List.of(picture), first.id()))
                .message();

        assertThat(first.seq()).isEqualTo(1);
        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.senderId()).isEqualTo(bob.user());
        assertThat(subject().messages().history(bob, room, HistoryRange.newest(10)))
                .isEqualTo(new MessagePage(List.of(first, second), 2));
        assertThat(subject().conversations().conversation(ada, room).latestSeq())
                .isEqualTo(2);
    }

    @Test
    default void theLongestTextArrivesWhole() {
        Caller.User ada = subject().user();
        ConversationId room = room(ada);
        String longest = "\u0001".repeat(8_000) + "👋".repeat(8_384);

        Message sent = send(ada, room, "long", longest).message();

        assertThat(sent.text()).isEqualTo(longest);
        assertThat(subject()
                        .messages()
                        .history(ada, room, HistoryRange.newest(1))
                        .messages())
                .containsExactly(sent);
    }

    @Test
    default void sendingAgainIsTheSameMessage() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        ConversationId room = room(ada, bob);
        Sent first = send(ada, room, "one", "hello");

        assertThat(first.duplicate()).isFalse();
        assertThat(send(ada, room, "one", "hello")).isEqualTo(new Sent(first.message(), true));
        assertRefused("client-message-id-reused", () -> send(ada, room, "one", "something else"));
        assertThat(send(bob, room, "one", "hello").duplicate())
                .as("the id is the sender's own")
                .isFalse();
        assertThat(send(ada, room(ada), "one", "hello").duplicate())
                .as("and of one conversation")
                .isFalse();
        assertThat(seqs(subject().messages().history(ada, room, HistoryRange.newest(10))))
                .containsExactly(1L, 2L);
    }

    @Test
    default void refusesAReplyToWhatIsNotInTheConversation() {
        Caller.User ada = subject().user();
        ConversationId room = room(ada);
        MessageId elsewhere = send(ada, room(ada), "one", "elsewhere").message().id();

        assertRefused(
                "unknown-reply",
                () -> subject().messages().send(ada, room, new SendMessage("re", "answer", List.of(), elsewhere)));
        assertThat(subject()
                        .messages()
                        .history(ada, room, HistoryRange.newest(10))
                        .messages())
                .isEmpty();
    }

    @Test
    default void refusesWhatHasNoContentOrTooMuch() {
        Caller.User ada = subject().user();
        ConversationId room = room(ada);
        MediaId picture = new MediaId("med_01h455vb4pex5vsknk084sn02q");

        assertRefused("validation-failed", () -> send(ada, room, "one", ""));
        assertRefused("validation-failed", () -> send(ada, room, "", "text"));
        assertRefused("validation-failed", () -> send(ada, room, "x".repeat(65), "text"));
        assertRefused("validation-failed", () -> send(ada, room, "one", "x".repeat(16_385)));
        assertRefused(
                "validation-failed",
                () -> subject()
                        .messages()
                        .send(
                                ada,
                                room,
                                new SendMessage(
                                        "one",
                                        "",
                                        IntStream.range(0, 11)
                                                .mapToObj(_ -> picture)
                                                .toList(),
                                        null)));
        assertThat(subject()
                        .messages()
                        .history(ada, room, HistoryRange.newest(10))
                        .latestSeq())
                .isZero();
    }

    @Test
    default void historyIsReadFromEitherEndInRisingOrder() {
        Caller.User ada = subject().user();
        ConversationId room = room(ada);
        for (int i = 1; i <= 7; i++) {
            send(ada, room, "m" + i, "text " + i);
        }
        var messages = subject().messages();

        assertThat(seqs(messages.history(ada, room, HistoryRange.after(0, 3)))).containsExactly(1L, 2L, 3L);
        assertThat(seqs(messages.history(ada, room, HistoryRange.after(5, 3)))).containsExactly(6L, 7L);
        assertThat(seqs(messages.history(ada, room, HistoryRange.before(4, 2)))).containsExactly(2L, 3L);
        assertThat(seqs(messages.history(ada, room, HistoryRange.newest(2)))).containsExactly(6L, 7L);
        MessagePage nothing = messages.history(ada, room, HistoryRange.after(7, 10));
        assertThat(nothing).isEqualTo(new MessagePage(List.of(), 7));
        assertThat(messages.history(ada, room, HistoryRange.after((1L << 53) - 1, 1))
                        .latestSeq())
                .isEqualTo(7);
    }

    @Test
    default void toStrangersAndFormerMembersThereIsNothing() {
        Caller.User ada = subject().user();
        Caller.User bob = subject().user();
        Caller.User eve = subject().user();
        ConversationId room = room(ada, bob);
        send(bob, room, "one", "hello");

        assertRefused("not-found", () -> send(eve, room, "one", "hello"));
        assertRefused("not-found", () -> subject().messages().history(eve, room, HistoryRange.newest(1)));
        subject().conversations().removeMember(ada, room, bob.user());
        assertRefused("not-found", () -> send(bob, room, "two", "still here?"));
        assertRefused("not-found", () -> send(bob, room, "one", "hello"));
        assertRefused("not-found", () -> subject().messages().history(bob, room, HistoryRange.newest(1)));
        assertThat(subject()
                        .messages()
                        .history(ada, room, HistoryRange.newest(5))
                        .latestSeq())
                .isEqualTo(1);
    }

    @Test
    default void servicesReadWhatTheyWorkFor() {
        Caller.User ada = subject().user();
        ConversationId room = room(ada);
        Message sent = send(ada, room, "one", "hello").message();
        Caller.Service search = new Caller.Service(ada.tenant(), "search");

        assertThat(subject()
                        .messages()
                        .history(search, room, HistoryRange.after(0, 10))
                        .messages())
                .containsExactly(sent);
        assertRefused(
                "not-found",
                () -> subject()
                        .messages()
                        .history(search, new ConversationId("cnv_00000000000000000000000000"), HistoryRange.newest(1)));
    }

    /// As auth gives it for a break-glass: one conversation, to be read.
    private static Caller.User opened(Caller.User admin, ConversationId room) {
        Set<Permission> permissions = Set.of(Permission.CONVERSATIONS_READ, Permission.MESSAGES_READ);
        return new Caller.User(
                admin.tenant(),
                admin.user(),
                admin.session(),
                Set.of(),
                new Rights(permissions, Rights.Via.BREAK_GLASS, room));
    }

    @Test
    default void aBreakGlassOpensOneConversationToBeRead() {
        Caller.User ada = subject().user();
        Caller.User admin = subject().user();
        ConversationId room = room(ada);
        ConversationId other = room(ada);
        Message sent = send(ada, room, "one", "to be read").message();
        assertRefused("not-found", () -> subject().messages().history(admin, room, HistoryRange.newest(10)));

        Caller.User reader = opened(admin, room);

        assertThat(subject()
                        .messages()
                        .history(reader, room, HistoryRange.newest(10))
                        .messages())
                .containsExactly(sent);
        assertThat(subject().conversations().conversation(reader, room).id()).isEqualTo(room);
        assertThat(subject().conversations().members(reader, room, null, 10)).hasSize(1);
        assertRefused("not-found", () -> subject().messages().history(reader, other, HistoryRange.newest(10)));
        assertRefused("not-found", () -> subject().conversations().conversation(reader, other));
        assertRefused("not-found", () -> subject().conversations().members(reader, other, null, 10));
        assertRefused("forbidden", () -> send(reader, room, "two", "to be said"));
    }

    @Test
    default void whoMayNotReadMessagesReadsNoneNotEvenTheirOwn() {
        Caller.User ada = subject().user();
        ConversationId room = room(ada);
        send(ada, room, "one", "mine");
        for (Role role : List.of(Role.ADMIN, Role.COMPLIANCE_OFFICER)) {
            Caller.User same = new Caller.User(ada.tenant(), ada.user(), ada.session(), Set.of(role));
            assertRefused("forbidden", () -> subject().messages().history(same, room, HistoryRange.newest(1)));
            assertRefused("forbidden", () -> send(same, room, "two", "mine too"));
        }
    }
}
