package dev.parley.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.Member.MemberRole;
import dev.parley.core.id.UserId;
import dev.parley.messaging.Conversation.Add;
import dev.parley.messaging.Conversation.Keep;
import dev.parley.messaging.Conversation.Refuse;
import dev.parley.messaging.Conversation.Remove;
import dev.parley.messaging.Conversation.Situation;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");
    private static final UserId ADA = new UserId("usr_00000000000000000000000001");
    private static final UserId BOB = new UserId("usr_00000000000000000000000002");
    private static final Member OWNER = new Member(ADA, MemberRole.OWNER, NOW);
    private static final Member MEMBER = new Member(BOB, MemberRole.MEMBER, NOW);

    private static String code(Conversation.Decision decision) {
        return ((Refuse) decision).problem().type().code();
    }

    @Test
    void takesMembersUpToTheBoundAndNotBeyond() {
        var room = new Situation(Optional.of(OWNER), Optional.empty(), Conversation.MAX_MEMBERS - 1);
        var full = new Situation(Optional.of(OWNER), Optional.empty(), Conversation.MAX_MEMBERS);
        var fullWithBob = new Situation(Optional.of(OWNER), Optional.of(MEMBER), Conversation.MAX_MEMBERS);

        assertThat(Conversation.add(room, BOB, NOW)).isEqualTo(new Add(MEMBER));
        assertThat(code(Conversation.add(full, BOB, NOW))).isEqualTo("conversation-full");
        assertThat(Conversation.add(fullWithBob, BOB, NOW)).isEqualTo(new Keep(Optional.of(MEMBER)));
    }

    @Test
    void strangersNeitherAddNorRemoveNorLearnWhy() {
        var stranger = new Situation(Optional.empty(), Optional.of(MEMBER), 2);

        assertThat(code(Conversation.add(stranger, BOB, NOW))).isEqualTo("not-found");
        assertThat(code(Conversation.remove(stranger, BOB))).isEqualTo("not-found");
    }

    @Test
    void membersRemoveThemselvesOwnersRemoveAnyone() {
        var byOwner = new Situation(Optional.of(OWNER), Optional.of(MEMBER), 2);
        var bySelf = new Situation(Optional.of(MEMBER), Optional.of(MEMBER), 2);
        var ownerByMember = new Situation(Optional.of(MEMBER), Optional.of(OWNER), 2);
        var gone = new Situation(Optional.of(OWNER), Optional.empty(), 1);

        assertThat(Conversation.remove(byOwner, BOB)).isEqualTo(new Remove(MEMBER));
        assertThat(Conversation.remove(bySelf, BOB)).isEqualTo(new Remove(MEMBER));
        assertThat(code(Conversation.remove(ownerByMember, ADA))).isEqualTo("forbidden");
        assertThat(Conversation.remove(gone, BOB)).isEqualTo(new Keep(Optional.empty()));
    }
}
