package dev.parley.messaging;

import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.Member.MemberRole;
import dev.parley.api.messaging.NewConversation;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules of conversations and membership: pure, from what is known and what is asked to what is to be done.
public final class Conversation {
    public static final int MAX_MEMBERS = 100_000;
    public static final int MAX_TITLE_CHARACTERS = 120;
    public static final int MAX_FIRST_MEMBERS = 1000;

    private Conversation() {}

    /// What is known when a membership is to change.
    ///
    /// @param asking the member who asks; empty for anyone else
    /// @param target the membership it is about, if there is one
    public record Situation(Optional<Member> asking, Optional<Member> target, long memberCount) {}

    /// What is to be done with a membership.
    public sealed interface Decision {}

    /// Make `member` one of them.
    public record Add(Member member) implements Decision {}

    /// End the membership.
    public record Remove(Member member) implements Decision {}

    /// It is as asked already.
    public record Keep(Optional<Member> member) implements Decision {}

    /// It may not be done.
    public record Refuse(ProblemException problem) implements Decision {}

    /// @return the first members: the founder as owner, then each of the others once
    /// @throws ProblemException `validation-failed`
    static List<Member> found(UserId founder, NewConversation command, Instant now) {
        int titleCharacters = command.title().codePointCount(0, command.title().length());
        if (titleCharacters < 1 || titleCharacters > MAX_TITLE_CHARACTERS) {
            throw ProblemType.VALIDATION_FAILED.because("title must have 1 to 120 characters");
        }
        if (command.memberIds().size() > MAX_FIRST_MEMBERS) {
            throw ProblemType.VALIDATION_FAILED.because("a conversation starts with at most 1000 others");
        }
        Set<UserId> others = new LinkedHashSet<>(command.memberIds());
        others.remove(founder);
        List<Member> members = new ArrayList<>(others.size() + 1);
        members.add(new Member(founder, MemberRole.OWNER, now));
        others.forEach(other -> members.add(new Member(other, MemberRole.MEMBER, now)));
        return members;
    }

    static Decision add(Situation situation, UserId user, Instant now) {
        if (situation.asking().isEmpty()) {
            return new Refuse(MessagingProblems.noConversation());
        }
        if (situation.target().isPresent()) {
            return new Keep(situation.target());
        }
        if (situation.memberCount() >= MAX_MEMBERS) {
            return new Refuse(MessagingProblems.CONVERSATION_FULL.because("a conversation has at most 100000 members"));
        }
        return new Add(new Member(user, MemberRole.MEMBER, now));
    }

    static Decision remove(Situation situation, UserId user) {
        if (situation.asking().isEmpty()) {
            return new Refuse(MessagingProblems.noConversation());
        }
        Member asking = situation.asking().get();
        if (!asking.userId().equals(user) && asking.role() != MemberRole.OWNER) {
            return new Refuse(ProblemType.FORBIDDEN.because("only owners remove others"));
        }
        return situation.target().<Decision>map(Remove::new).orElseGet(() -> new Keep(Optional.empty()));
    }
}
