package dev.parley.e2e.cluster.load;

/// How much load there is.
///
/// @param sendsPerSecond of all senders together, while nothing holds them up
/// @param connections live connections, spread over the socket nodes
/// @param conversations each with [#MEMBERS] members, all of whom send
public record LoadSettings(int sendsPerSecond, int connections, int conversations) {
    /// Of each conversation; everybody is in two conversations.
    public static final int MEMBERS = 4;

    public LoadSettings {
        if (sendsPerSecond < 1 || connections < 0 || conversations < 2) {
            throw new IllegalArgumentException("needs sends, and at least two conversations");
        }
    }

    /// From the system properties `parley.load.sendsPerSecond`, `.connections` and `.conversations`; a modest load
    /// where they are not set.
    public static LoadSettings ofProperties() {
        return new LoadSettings(
                Integer.getInteger("parley.load.sendsPerSecond", 100),
                Integer.getInteger("parley.load.connections", 100),
                Integer.getInteger("parley.load.conversations", 20));
    }

    int people() {
        return conversations * MEMBERS / 2;
    }

    /// @param conversation from 0
    /// @param member from 0
    /// @return which person that is, from 0
    int person(int conversation, int member) {
        return (2 * conversation + member) % people();
    }
}
