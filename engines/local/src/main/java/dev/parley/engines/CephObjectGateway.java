package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The S3 server of Ceph (`radosgw`) on loopback, on a cluster of one monitor and one OSD that keeps its data in
/// memory: what was stored is gone when it ends.
///
/// It checks signatures and MD5, and has versions, locks and lifecycle. It takes some 13 s to start and 200 MB.
/// Ceph's release is the Debian one, which does not know `x-amz-checksum-sha256`.
public final class CephObjectGateway implements Engine {
    private static final String PACKAGES = "--no-install-recommends ceph-mon ceph-osd radosgw";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int port;
    private final List<EngineProcess> processes = new ArrayList<>();

    private CephObjectGateway(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Starts it on free ports and waits until it answers.
    ///
    /// @param folder exists and is empty
    /// @param accessKey of the one user, letters and digits
    public static CephObjectGateway start(Path folder, String accessKey, String secretKey) {
        List<Integer> ports = Ports.free(2);
        CephObjectGateway gateway = new CephObjectGateway(folder, ports.get(1));
        try {
            gateway.launch(ports.get(0), accessKey, secretKey);
        } catch (EngineUnavailableException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private void launch(int monitorPort, String accessKey, String secretKey) {
        String cluster = UUID.randomUUID().toString();
        configure(cluster, monitorPort);
        run("ceph-authtool", "-C", keyring());
        key("mon.", "allow *", "allow *");
        key("client.admin", "allow *", "allow *");
        key("osd.0", "allow profile osd", "allow *");
        key("client.rgw", "allow rw", "allow rwx");
        startMonitor(cluster, monitorPort);
        startStore();
        EngineProcess gateway = daemon("radosgw", "-n", "client.rgw");
        gateway.await("listened", START_PATIENCE, () -> Ports.answers(port));
        List<String> user = List.of("--uid=parley", "--display-name=parley", "--access-key=" + accessKey);
        List<String> create = new ArrayList<>(List.of("-c", configuration(), "-n", "client.rgw", "user", "create"));
        create.addAll(user);
        create.add("--secret-key=" + secretKey);
        run("radosgw-admin", create.toArray(String[]::new));
    }

    private void key(String name, String ofMonitor, String ofStore) {
        run("ceph-authtool", keyring(), "--gen-key", "-n", name, "--cap", "mon", ofMonitor, "--cap", "osd", ofStore);
    }

    private void startMonitor(String cluster, int port) {
        String map = folder.resolve("monmap").toString();
        run("monmaptool", "--create", "--addv", "a", "[v2:127.0.0.1:" + port + "]", "--fsid", cluster, map);
        run("ceph-mon", "-c", configuration(), "--mkfs", "-i", "a", "--monmap", map, "--keyring", keyring());
        daemon("ceph-mon", "-i", "a");
    }

    private void startStore() {
        String id = UUID.randomUUID().toString();
        run("ceph", "-c", configuration(), "osd", "new", id, "0");
        run("ceph-osd", "-c", configuration(), "-i", "0", "--mkfs", "--osd-uuid", id);
        daemon("ceph-osd", "-i", "0");
    }

    private String keyring() {
        return folder.resolve("keyring").toString();
    }

    private String configuration() {
        return folder.resolve("ceph.conf").toString();
    }

    private void configure(String cluster, int monitorPort) {
        String text = """
                [global]
                fsid = %1$s
                mon initial members = a
                mon host = v2:127.0.0.1:%2$d
                public addr = 127.0.0.1
                public network = 127.0.0.0/8
                cluster network = 127.0.0.0/8
                ms bind msgr1 = false
                run dir = %3$s/run
                admin socket =
                pid file =
                log file =
                log to stderr = true
                err to stderr = true
                keyring = %3$s/keyring
                mon data = %3$s/mon
                osd data = %3$s/osd
                osd objectstore = memstore
                memstore device bytes = 1073741824
                osd pool default size = 1
                osd pool default min size = 1
                osd pool default pg num = 1
                osd pool default pgp num = 1
                osd pool default pg autoscale mode = off
                osd crush chooseleaf type = 0
                mon allow pool size one = true
                mon warn on pool no redundancy = false
                mon max pg per osd = 1000
                mon data avail crit = 0
                [client.rgw]
                rgw frontends = beast endpoint=127.0.0.1:%4$d
                rgw data = %3$s/rgw
                rgw run sync thread = false
                rgw dynamic resharding = false
                rgw gc max objs = 1
                rgw lc max objs = 1
                rgw usage max shards = 1
                rgw reshard num logs = 1
                """.formatted(cluster, monitorPort, folder, port);
        try {
            for (String created : List.of("run", "mon", "osd", "rgw")) {
                Files.createDirectories(folder.resolve(created));
            }
            Files.writeString(folder.resolve("ceph.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("Ceph cannot be prepared in " + folder, e);
        }
    }

    private EngineProcess daemon(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Installed.program(program, PACKAGES).toString(), "-f", "-c", configuration()));
        command.addAll(List.of(arguments));
        EngineProcess process = EngineProcess.start(program, folder, Map.of(), command);
        processes.add(process);
        return process;
    }

    /// Runs a command to its end.
    private void run(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Installed.program(program, PACKAGES).toString()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("commands.log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!process.waitFor(START_PATIENCE)) {
                process.destroyForcibly();
                throw new EngineUnavailableException(program + " did not end (" + log + ")");
            }
            if (process.exitValue() != 0) {
                throw new EngineUnavailableException(program + " ended with " + process.exitValue() + " (" + log + ")");
            }
        } catch (IOException e) {
            throw new EngineUnavailableException(program + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while starting Ceph", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        processes.reversed().forEach(EngineProcess::close);
    }
}
