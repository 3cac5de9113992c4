// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.output.Units;
import io.photon.result.Failure;
import io.photon.settings.SettingOrigin;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** What the daemon says of itself and of those it is connected with. */
final class DaemonChecks {

    private static final long SKEW_MS = 1_000;
    private static final int CONNECT_MS = 3_000;
    private static final int AMQP = 5_672;
    private static final int AMQPS = 5_671;

    private DaemonChecks() {}

    static void answer(Subject subject, Findings findings) {
        if (subject.isRunning()) {
            findings.ok(
                    "daemon",
                    subject.url() + (subject.text("pid") == null ? "" : ", process " + subject.text("pid")) + ", up "
                            + Units.duration(subject.number("uptime-ms") / 1_000.0) + ", answered in "
                            + subject.tookMs() + " ms");
            version(subject, findings);
            return;
        }
        Failure failure = subject.stats().failure();
        boolean isDown = failure.kind() == Failure.Kind.UNREACHABLE || failure.kind() == Failure.Kind.TIMED_OUT;
        if (isDown && subject.isLocal() && !subject.isNamed()) {
            findings.note("daemon", "none answers at " + subject.url(), "start it with: photon serve");
        } else {
            findings.wrong("daemon", failure.message(), failure.hint());
        }
    }

    private static void version(Subject subject, Findings findings) {
        String theirs = subject.text("version");
        if (subject.version().equals(theirs)) {
            findings.ok("version", theirs + ", of daemon and command");
        } else {
            findings.warning(
                    "version",
                    "the daemon is " + theirs + ", this command is " + subject.version(),
                    "use the same of both: restart the daemon with the new one, or put its photon first in PATH");
        }
    }

    /** Whether clocks agree, and whether the daemon's went back since the last event. */
    static void clock(Subject subject, Findings findings) {
        long theirs = subject.number("time");
        long skewMs = theirs == 0 ? 0 : theirs - subject.askedMs();
        long headMs = subject.number("head") / 1_000;
        long aheadMs = headMs - (theirs == 0 ? subject.askedMs() : theirs);
        if (aheadMs > SKEW_MS) {
            findings.warning(
                    "clock",
                    "the last event is " + Units.duration(aheadMs / 1_000.0) + " ahead of the daemon's clock",
                    "the clock was set back, or events were restored from a machine ahead; new events are numbered"
                            + " after it all the same, their times are late by that: let NTP set the clock");
        } else if (Math.abs(skewMs) > SKEW_MS + subject.tookMs()) {
            findings.warning(
                    "clock",
                    "the daemon's is " + Units.duration(Math.abs(skewMs) / 1_000.0)
                            + (skewMs > 0 ? " ahead of" : " behind") + " this machine's",
                    "let NTP set both: timedatectl set-ntp true; until then times such as -1h mean something else there");
        } else {
            findings.ok("clock", "as this machine's, within " + Math.max(1, Math.abs(skewMs)) + " ms");
        }
    }

    /** The broker: as the daemon sees it, or whether a process listens there. */
    static void broker(Subject subject, Findings findings) {
        if (subject.isRunning()) {
            String connected = subject.text("muon/connected");
            String reason = "service " + subject.text("muon/service") + ", " + subject.text("muon/detail");
            String found = subject.text("muon/state") + ", " + reason;
            if (connected == null) {
                findings.ok("broker", "none: the daemon has no Muon door (muon.url)");
            } else if (connected.equals("true")) {
                findings.ok("broker", found);
            } else if (subject.settings().origin(SettingsTable.MUON_URL) == SettingOrigin.DEFAULT) {
                findings.note("broker", "not connected: " + reason, "only Muon needs one; -muon.url none says so");
            } else {
                findings.warning(
                        "broker", "not connected: " + reason, "is the broker up? see muon.url; it is tried again");
            }
            return;
        }
        reach(subject.settings(), findings);
    }

    private static void reach(Settings settings, Findings findings) {
        String url = settings.get(SettingsTable.MUON_URL);
        if (url.equals("none") || url.equals("embedded")) {
            findings.ok("broker", "muon.url is " + url);
            return;
        }
        URI uri = URI.create(url.replaceFirst("^([a-zA-Z]+://)[^/?#]*@", "$1"));
        int usual = url.toLowerCase(Locale.ROOT).startsWith("amqps") ? AMQPS : AMQP;
        int port = uri.getPort() > 0
                ? uri.getPort()
                : settings.find(SettingsTable.MUON_PORT).orElse(usual);
        String where = uri.getHost() + ":" + port;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MS);
            findings.ok("broker", "something listens at " + where);
        } catch (IOException | IllegalArgumentException e) {
            if (settings.origin(SettingsTable.MUON_URL) == SettingOrigin.DEFAULT) {
                findings.note("broker", "none at " + where, "only Muon needs one; -muon.url none says so");
            } else {
                findings.warning("broker", "nothing listens at " + where, "start the broker, or correct muon.url");
            }
        }
    }
}
