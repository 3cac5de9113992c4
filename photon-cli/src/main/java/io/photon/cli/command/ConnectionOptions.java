package io.photon.cli.command;

import io.photon.cli.input.Durations;
import io.photon.cli.output.Report;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonToken;
import io.photon.client.Endpoint;
import io.photon.client.Identity;
import io.photon.client.PhotonClient;
import io.photon.client.http.HttpPhotonClient;
import io.photon.client.muon.MuonNetwork;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which daemon, who asks, and for how long. */
public final class ConnectionOptions {

    @Option(
            order = 50,
            names = "--url",
            paramLabel = "URL",
            description = "the daemon by http(s)://, or the broker by amqp(s):// (default: PHOTON_URL, MUON_URL,"
                    + " localhost:3000)")
    String url;

    @Option(
            order = 50,
            names = "--timeout",
            paramLabel = "DURATION",
            description = "give up after this long with exit code 124 (default: 30s; none for streams)")
    String timeout;

    @Option(
            order = 50,
            names = "--token",
            paramLabel = "TOKEN",
            description = "identity; prefer PHOTON_TOKEN or --token-file")
    String token;

    @Option(order = 50, names = "--token-file", paramLabel = "FILE", description = "file that holds the token")
    Path tokenFile;

    @Option(
            order = 50,
            names = "--user",
            paramLabel = "NAME",
            description = "identity by name and password; asks for the password")
    String user;

    @Option(
            order = 50,
            names = "--password-file",
            paramLabel = "FILE",
            description = "file that holds the password of --user")
    Path passwordFile;

    @Option(
            order = 50,
            names = "--ca-file",
            paramLabel = "FILE",
            description = "trust the PEM certificates in this file")
    Path caFile;

    @Option(order = 50, names = "--insecure", description = "accept any certificate, for this command only")
    boolean insecure;

    /** Where a broker is unless told otherwise, as for the daemon. */
    private static final String DEFAULT_BROKER = "amqp://localhost";

    private String shownUrl;

    /** A password is asked for once, however many clients are opened. */
    private Identity typed;

    /** How long a request may take that neither streams nor has a --timeout. */
    private static final long DEFAULT_TIMEOUT_MS = 30_000;

    /**
     * A client; nothing is connected yet.
     *
     * @param streaming whether the command takes as long as there is data
     * @param service the event store's name on a Muon network, null for whichever is there
     */
    public Result<PhotonClient> open(Report report, boolean streaming, String service) {
        Map<String, String> environment = report.console().environment();
        shownUrl = url(environment);
        if (isBroker(shownUrl)) {
            return muon(shownUrl, report, streaming).then(connection -> {
                shownUrl = connection.shown();
                return Result.ok(connection.client(service));
            });
        }
        return timeoutMs(streaming)
                .then(ms -> Endpoint.parse(shownUrl)
                        .then(endpoint -> identity(endpoint, environment, report)
                                .then(identity -> Result.ok(new HttpPhotonClient(ClientSettings.of(endpoint, identity)
                                        .withTimeout(ms)
                                        .withTrust(caFile, insecure))))));
    }

    /** The Muon network, for commands that ask any service; nothing is connected yet. */
    public Result<MuonNetwork> network(Report report, boolean streaming) {
        String broker = brokerUrl(report.console().environment());
        return broker == null
                ? Result.err(
                        Kind.BAD_INPUT,
                        "--url is not the address of a broker",
                        "write amqp://USER:PASSWORD@HOST:PORT/VHOST, or set MUON_URL")
                : muon(broker, report, streaming).then(connection -> Result.ok(connection.network()));
    }

    private Result<MuonConnection> muon(String broker, Report report, boolean streaming) {
        if (user != null) {
            return Result.err(
                    Kind.BAD_INPUT,
                    "--user is for HTTP",
                    "over AMQP the broker's user stands in the URL; who you are for Photon, --token says");
        }
        return timeoutMs(streaming)
                .then(ms -> secretToken(report)
                        .then(secret -> MuonConnection.to(broker, secret, ms, caFile, insecure, report::note)));
    }

    /** Null when what is given is none. */
    private String brokerUrl(Map<String, String> environment) {
        if (url != null) {
            return isBroker(url) ? url : null;
        }
        String photonUrl = environment.getOrDefault("PHOTON_URL", "");
        String muonUrl = environment.getOrDefault("MUON_URL", "");
        return isBroker(photonUrl) ? photonUrl : isBroker(muonUrl) ? muonUrl : DEFAULT_BROKER;
    }

    /** Whether a URL speaks of a broker. Here, so that what is asked over HTTP loads nothing of AMQP. */
    private static boolean isBroker(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("amqp://") || lower.startsWith("amqps://");
    }

    /** Whether this goes over Muon. */
    public boolean isMuon() {
        return shownUrl != null && isBroker(shownUrl);
    }

    /** The daemon as messages name it. */
    public String shown() {
        return shownUrl;
    }

    /** Whether --timeout was given. */
    public boolean isLimited() {
        return timeout != null;
    }

    /** How long a request may take, in ms: --timeout, or what is usual. */
    public Result<Long> limitMs() {
        return timeoutMs(false);
    }

    private Result<Long> timeoutMs(boolean streaming) {
        if (timeout == null) {
            return Result.ok(streaming ? 0 : DEFAULT_TIMEOUT_MS);
        }
        return Durations.parse(timeout).then(ms -> Result.ok(Math.max(1, ms)));
    }

    private String url(Map<String, String> environment) {
        return url(url, environment);
    }

    /** @param given by --url, or null */
    public static String url(String given, Map<String, String> environment) {
        if (given != null) {
            return given;
        }
        String photonUrl = environment.getOrDefault("PHOTON_URL", "");
        if (!photonUrl.isEmpty()) {
            return photonUrl;
        }
        String muonUrl = environment.getOrDefault("MUON_URL", "");
        return muonUrl.isEmpty() ? Endpoint.DEFAULT.toString() : muonUrl;
    }

    private Result<Identity> identity(Endpoint endpoint, Map<String, String> environment, Report report) {
        if (token == null && tokenFile == null && user != null) {
            return typed != null
                    ? Result.ok(typed)
                    : password(report).then(text -> {
                        typed = new Identity.User(user, text);
                        return Result.ok(typed);
                    });
        }
        return secretToken(report).then(secret -> {
            if (secret != null) {
                return Result.ok(new Identity.Token(secret));
            }
            DaemonToken.Found found = daemonToken(endpoint, environment);
            if (found.note() != null) {
                report.detail(found.note());
                report.whenRefused("give --token-file FILE, --user NAME or PHOTON_TOKEN; " + found.note()
                        + "; see: photon help identity");
            }
            return Result.ok(found.identity());
        });
    }

    /** What a daemon of this user left on this machine. */
    public static DaemonToken.Found daemonToken(Endpoint endpoint, Map<String, String> environment) {
        return DaemonToken.find(
                endpoint, environment, Surroundings.home(environment).toString());
    }

    /** The token that was given, null when none was. */
    private Result<String> secretToken(Report report) {
        if (token != null) {
            report.note("--token can be read by every user of this machine, in the list of processes; use --token-file"
                    + " FILE or PHOTON_TOKEN");
            return Result.ok(token);
        }
        if (tokenFile != null) {
            return secret("--token-file", tokenFile);
        }
        String given = report.console().environment().getOrDefault("PHOTON_TOKEN", "");
        return Result.ok(given.isEmpty() ? null : given);
    }

    private Result<String> password(Report report) {
        if (passwordFile != null) {
            return secret("--password-file", passwordFile);
        }
        java.io.Console terminal = report.console().isInTerminal() ? System.console() : null;
        if (terminal == null) {
            return Result.err(
                    Kind.BAD_INPUT, "no terminal to ask for the password", "give it with --password-file FILE");
        }
        char[] typed = terminal.readPassword("Password of %s: ", user);
        if (typed == null) {
            return Result.err(Kind.BAD_INPUT, "no password given", "type it, or give it with --password-file FILE");
        }
        String password = new String(typed);
        return password.indexOf('\ufffd') < 0
                ? Result.ok(password)
                : Result.err(
                        Kind.BAD_INPUT,
                        "the password holds letters that this terminal's encoding has not",
                        "give it with --password-file FILE, in UTF-8");
    }

    private static Result<String> secret(String option, Path file) {
        try {
            return Result.ok(Files.readString(file).strip());
        } catch (IOException e) {
            return Result.err(
                    Kind.BAD_INPUT,
                    option + " " + file
                            + (e instanceof NoSuchFileException ? ": there is no such file" : " cannot be read"),
                    "check the path and who may read it");
        }
    }
}
