package dev.parley.app.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Arrays;

/// A program of its own that tells a container engine whether the services beside it are alive: every port that
/// somebody listens on answers `/health` with 200, and at least one does. It uses nothing but the JDK's own
/// classes, so that it costs little though it starts every few seconds.
///
/// Arguments: the ports to ask; none for those of all services. Ends with 0 or 1.
public final class Probe {
    private static final int[] ALL = {3000, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009};
    private static final int PATIENCE_MILLIS = 3000;

    private enum Answer {
        ALIVE,
        SICK,
        NOBODY
    }

    private Probe() {}

    public static void main(String... ports) {
        int[] asked = ports.length == 0
                ? ALL
                : Arrays.stream(ports).mapToInt(Integer::parseInt).toArray();
        System.exit(alive(asked) ? 0 : 1);
    }

    /// Whether those who listen are alive, and somebody listens.
    static boolean alive(int... ports) {
        boolean somebody = false;
        for (int port : ports) {
            switch (ask(port)) {
                case ALIVE -> somebody = true;
                case SICK -> {
                    return false;
                }
                case NOBODY -> {}
            }
        }
        return somebody;
    }

    private static Answer ask(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? Answer.ALIVE : Answer.SICK;
        } catch (ConnectException e) {
            return Answer.NOBODY;
        } catch (IOException e) {
            return Answer.SICK;
        }
    }
}
