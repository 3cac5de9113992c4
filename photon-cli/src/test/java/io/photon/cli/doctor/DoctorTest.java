// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell;
import io.photon.cli.doctor.Finding.Mark;
import io.photon.rabbit.FreePort;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.LoadedSettings;
import io.photon.settings.SettingArguments;
import io.photon.settings.Settings;
import io.photon.settings.SettingsReader;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check on its own: what it looks at is really so on this machine, or told by a daemon's answer. */
class DoctorTest {

    private static final long NOW_MS = 1_795_900_000_000L;

    @TempDir
    Path home;

    private Settings settings(String... given) {
        List<String> words = new ArrayList<>(List.of(
                "-rest.port", "0", "-events.port", "0", "-projections.port", "0", "-data.path", home + "/data"));
        words.addAll(List.of(given));
        Map<String, String> environment = Map.of("HOME", home.toString());
        Surroundings here = new Surroundings(environment, home, home, 1, ClassLoader.getPlatformClassLoader());
        return assertInstanceOf(LoadedSettings.Good.class, SettingsReader.read(SettingArguments.of(words), null, here))
                .settings();
    }

    private Subject stopped(String... given) {
        return subject(settings(given), null);
    }

    private Subject running(String stats, String... given) {
        return subject(settings(given), stats);
    }

    private Subject subject(Settings settings, String stats) {
        return new Subject(
                settings,
                Map.of("HOME", home.toString()),
                null,
                "http://127.0.0.1:1",
                true,
                false,
                stats == null
                        ? Result.err(Failure.of(Failure.Kind.UNREACHABLE, "nobody answers"))
                        : Result.ok(stats.getBytes(StandardCharsets.UTF_8)),
                NOW_MS,
                5,
                "1.0");
    }

    private static Finding one(Findings findings, String check) {
        return findings.all().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " in " + findings.all()));
    }

    private static void expect(Mark mark, String part, Finding finding) {
        assertEquals(mark, finding.mark(), finding.toString());
        assertTrue(finding.found().contains(part), finding.toString());
        assertTrue(mark == Mark.OK || mark == Mark.NOTE || finding.advice() != null, finding.toString());
    }

    private static Findings look(Subject subject) {
        Findings findings = new Findings();
        Doctor.look(subject, findings);
        return findings;
    }

    private static Findings security(Subject subject) {
        Findings findings = new Findings();
        Doctor.security(subject, findings);
        return findings;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whereNothingIsYetNothingIsWrongAndNothingIsMade() throws IOException {
        List<Path> before = files();
        Findings findings = look(stopped());
        assertEquals(0, findings.count(Mark.WRONG), findings.all().toString());
        expect(Mark.NOTE, "is not there yet", one(findings, "data folder"));
        expect(Mark.NOTE, "none answers at http://127.0.0.1:1", one(findings, "daemon"));
        expect(Mark.OK, System.getProperty("java.version"), one(findings, "java"));
        assertEquals(before, files());
    }

    @Test
    void theDiskIsMeasuredAndNothingOfThatIsLeft() throws IOException {
        Files.createDirectories(home.resolve("data"));
        List<Path> before = files();
        Findings findings = look(stopped());
        assertTrue(one(findings, "fsync").found().matches("[0-9,]+/s, .* each, the slowest .*"), "" + findings.all());
        assertTrue(one(findings, "disk").found().contains(" free, for " + home), "" + findings.all());
        assertEquals(before, files());
    }

    @Test
    void aPortThatAnotherProgramHoldsIsWrongAndItsProcessIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding found = one(look(stopped("-rest.port", "" + other.getLocalPort())), "port " + other.getLocalPort());
            expect(Mark.WRONG, "held by process " + ProcessHandle.current().pid() + " (java)", found);
            Finding feed =
                    one(look(stopped("-events.port", "" + other.getLocalPort())), "port " + other.getLocalPort());
            expect(Mark.WARNING, "events.port: held by", feed);
            Finding own = one(
                    look(running(
                            "{\"pid\":" + ProcessHandle.current().pid() + ",\"state\":\"writable\"}",
                            "-rest.port",
                            "" + other.getLocalPort())),
                    "port " + other.getLocalPort());
            expect(Mark.OK, "the daemon's", own);
        }
    }

    @Test
    void whatOthersMayReadIsAWarningWithTheWayToCloseIt() throws IOException {
        Path store = Files.createDirectories(home.resolve("data/photon.h2.log"));
        Path data = home.resolve("data");
        Path file = Files.writeString(store.resolve("00000001.log"), "x");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        expect(Mark.OK, "closed to other users", one(look(stopped()), "data permissions"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Finding open = one(look(stopped()), "data permissions");
        expect(Mark.WARNING, file + " (0640)", open);
        assertTrue(open.advice().contains("chmod -R go= " + file), open.advice());
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        expect(Mark.WARNING, data + " (0777)", one(look(stopped()), "data permissions"));
    }

    @Test
    void aFolderThatIsAFileIsWrong() throws IOException {
        Files.writeString(home.resolve("data"), "");
        expect(Mark.WRONG, "is not a folder", one(look(stopped()), "data folder"));
    }

    @Test
    void aStoreThatSomebodyHoldsIsNamedWithItsProcessAndItsLockIsNotTouched() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/locks")), "this system does not tell who holds a lock");
        Files.createDirectories(home.resolve("data/photon.h2.log"));
        Path file = home.resolve("data/photon.h2.log.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Finding held = one(look(stopped()), "store");
            expect(Mark.WRONG, "is held by process " + ProcessHandle.current().pid(), held);
            assertTrue(lock.isValid());
            Findings other = look(running("{\"pid\":1,\"state\":\"writable\"}"));
            expect(Mark.WARNING, "does not hold the store in", one(other, "settings"));
        }
        expect(Mark.OK, "no daemon has it open", one(look(stopped()), "store"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store       | OK      | {'state':'writable','backend':'h2','head':7}",
                "store       | WRONG   | {'state':'read-only','state-reason':'fsync failed','backend':'h2'}",
                "store       | OK      | {'state':'read-only','state-reason':'another','cluster':{'role':'standby'}}",
                "store       | WRONG   | {'state':'read-only','cluster':{'role':'standby','trouble':'no server'}}",
                "store       | WRONG   | {'state':'read-only','cluster':{'role':'primary'}}",
                "store       | WRONG   | {'state':'read-only','store':{'damaged-places':2},'cluster':{'role':'standby'}}",
                "store       | WRONG   | {'state':'writable','store':{'damaged-places':2}}",
                "mirror      | OK      | {'state':'writable','store':{'mirror-state':'following','mirror-lag-ms':5}}",
                "mirror      | WARNING | {'state':'writable','store':{'mirror-state':'following','mirror-lag-ms':90000}}",
                "mirror      | WARNING | {'state':'writable','store':{'mirror-state':'log not readable'}}",
                "durability  | WARNING | {'state':'writable','durability':'memory','store':{'durability-reason':'no AOF'}}",
                "durability  | WRONG   | {'state':'writable','backend':'cassandra','store':{'durability-reason':'periodic'}}",
                "projections | WARNING | {'state':'writable','projections':{'total':3,'failed':1}}",
                "version     | OK      | {'state':'writable','version':'1.0'}",
                "version     | WARNING | {'state':'writable','version':'0.9'}",
                "clock       | OK      | {'state':'writable','time':1795900000900,'head':1795900000000000}",
                "clock       | WARNING | {'state':'writable','time':1795900009000,'head':1795900000000000}",
                "clock       | WARNING | {'state':'writable','time':1795899991000,'head':1795899990000000}",
                "clock       | WARNING | {'state':'writable','time':1795900000000,'head':1795903600000000}",
                "open files  | OK      | {'state':'writable','descriptors-max':20000,'descriptors-open':30}",
                "open files  | WARNING | {'state':'writable','descriptors-max':1024,'descriptors-open':30}",
                "open files  | WRONG   | {'state':'writable','descriptors-max':20000,'descriptors-open':19000}",
                "memory      | WARNING | {'state':'writable','heap-max-bytes':9000000000000000}",
                "memory      | WARNING | {'state':'writable','heap-max-bytes':67108864}",
                "broker      | OK      | {'state':'writable'}",
                "broker      | NOTE    | {'state':'writable','muon':{'connected':false,'state':'connecting'}}",
                "broker      | OK      | {'state':'writable','muon':{'connected':true,'state':'ready'}}",
            })
    void whatTheDaemonTellsIsJudged(String check, Mark mark, String stats) {
        Finding found = one(look(running(stats.replace('\'', '"'))), check);
        expect(mark, "", found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "address  | OK      | -rest.host 127.0.0.1",
                "address  | NOTE    | -rest.host 0.0.0.0",
                "tls      | OK      | -rest.host 127.0.0.1",
                "tls      | WRONG   | -rest.host 0.0.0.0",
                "tls      | WRONG   | -rest.keystore /nonexistent/key.p12",
                "tls      | WRONG   | -rest.certificate /nonexistent/photon.pem -rest.key /nonexistent/key.pem",
                "tls      | WRONG   | -rest.certificate /nonexistent/photon.pem",
                "tls      | WRONG   | -rest.key /nonexistent/key.pem",
                "tls      | WRONG   | -rest.keystore /nonexistent/key.p12 -rest.key /nonexistent/key.pem",
                "password | WARNING | -rest.host 127.0.0.1",
                "password | OK      | -admin.pass x",
                "secrets  | OK      | -rest.host 127.0.0.1",
                "secrets  | WRONG   | -admin.pass x",
                "secrets  | WRONG   | -muon.url amqp://u:p@localhost",
                "cors     | OK      | -cors.origins none",
                "cors     | NOTE    | -cors.origins https://a.example",
                "cors     | WARNING | -cors.origins http://a.example",
                "feeds    | OK      | -feeds.host 0.0.0.0",
                "feeds    | NOTE    | -events.port 8376",
                "feeds    | WARNING | -events.port 8376 -admin.pass x",
                "feeds    | WARNING | -projections.port 8375 -admin.pass random",
                "feeds    | OK      | -admin.pass x",
                "feeds    | WRONG   | -events.port 8376 -feeds.host 0.0.0.0",
                "muon     | OK      | -muon.url none",
                "muon     | WARNING | -muon.url amqp://localhost",
                "muon     | NOTE    | -muon.permissions emit",
                "broker   | OK      | -muon.url amqp://u:p@localhost:5673/v",
                "broker   | WRONG   | -muon.url amqp://10.0.0.1",
                "broker   | OK      | -muon.url amqps://10.0.0.1",
            })
    void theAuditorIsToldWhatTheSettingsAllow(String check, Mark mark, String given) {
        Findings findings = security(stopped(given.split(" ")));
        expect(mark, "", one(findings, check));
        assertFalse(findings.all().toString().contains("u:p@"), findings.all().toString());
    }

    @Test
    void aKeyOfPemIsTlsAndForItsOwnerOnly() throws IOException {
        Path certificate = Files.writeString(home.resolve("photon.pem"), "");
        Path key = Files.writeString(home.resolve("key.pem"), "");
        String[] given = {"-rest.host", "0.0.0.0", "-rest.certificate", "" + certificate, "-rest.key", "" + key};
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Finding open = one(security(stopped(given)), "tls");
        expect(Mark.WRONG, "key in " + key + ", which other users may use (0644)", open);
        assertEquals("chmod 600 " + key, open.advice());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        expect(Mark.OK, "on, key in " + key, one(security(stopped(given)), "tls"));
    }

    @Test
    void feedsAreAWarningWhereThereAreUsers() {
        String alone = "{\"state\":\"writable\",\"users\":0}";
        String guarded = "{\"state\":\"writable\",\"users\":2}";
        expect(Mark.NOTE, "without an identity", one(security(running(alone, "-events.port", "8376")), "feeds"));
        expect(Mark.WARNING, "whatever is granted", one(security(running(guarded, "-events.port", "8376")), "feeds"));
        expect(Mark.OK, "off", one(security(running(guarded)), "feeds"));
    }

    @Test
    void theDaemonOfTheseSettingsIsAskedOverTlsWhereItSpeaksThat() {
        Shell shell = new Shell("");
        shell.environment.put("HOME", home.toString());
        int port = FreePort.next();
        String asked = "://localhost:" + port;
        String[] plain = {"doctor", "--security", "-rest.port", "" + port, "-data.path", home + "/data"};
        assertTrue(shell.run(plain).out().contains("http" + asked));
        for (String tls : List.of("-rest.keystore key.p12", "-rest.certificate photon.pem -rest.key key.pem")) {
            String[] words =
                    Stream.concat(Stream.of(plain), Stream.of(tls.split(" "))).toArray(String[]::new);
            String out = shell.run(words).out();
            assertTrue(out.contains("https" + asked), out);
        }
    }

    @Test
    void ofADaemonElsewhereNothingOfThisMachineIsTold() {
        Subject here = running("{\"state\":\"writable\",\"version\":\"1.0\"}");
        Subject elsewhere = new Subject(
                here.settings(),
                here.environment(),
                null,
                "http://store:3000",
                false,
                true,
                here.stats(),
                NOW_MS,
                5,
                "1.0");
        List<String> checks = look(elsewhere).all().stream().map(Finding::check).toList();
        assertTrue(checks.contains("this machine") && checks.contains("store"), checks.toString());
        assertTrue(
                checks.stream().noneMatch(check -> check.matches("disk|fsync|port.*|data.*|token files")), "" + checks);
        expect(Mark.WRONG, "in the clear", one(security(elsewhere), "connection"));
        assertNull(one(look(elsewhere), "store").advice());
    }

    @Test
    void addressesAreReadAsTheSystemWritesThem() {
        assertEquals("127.0.0.1", Proc.address("0100007F"));
        assertEquals("*", Proc.address("00000000"));
        assertEquals("::1", Proc.address("00000000000000000000000001000000"));
        assertEquals("127.0.0.1", Proc.address("0000000000000000FFFF00000100007F"));
        assertEquals("*", Proc.address("00000000000000000000000000000000"));
    }
}
