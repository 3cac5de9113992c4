// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.settings.Setting;
import io.photon.settings.SettingOrigin;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The ports that a daemon listens on: free, its own, or another's. */
final class PortChecks {

    private PortChecks() {}

    static void all(Subject subject, Findings findings) {
        Settings settings = subject.settings();
        String host = settings.get(SettingsTable.REST_HOST);
        one(SettingsTable.REST_PORT, host, true, subject, findings);
        String feeds = settings.get(SettingsTable.FEEDS_HOST);
        one(SettingsTable.EVENTS_PORT, feeds, false, subject, findings);
        one(SettingsTable.PROJECTIONS_PORT, feeds, false, subject, findings);
    }

    private static void one(Setting<Integer> which, String host, boolean isNeeded, Subject subject, Findings findings) {
        String setting = which.key();
        int port = subject.settings().get(which);
        boolean isDefault = subject.settings().origin(which).equals(SettingOrigin.DEFAULT);
        String check = "port " + port;
        if (port == 0) {
            findings.ok(setting, isNeeded ? "0: a free one at each start" : "0: switched off");
            return;
        }
        List<Proc.Listener> listeners = Proc.listeners(port);
        OptionalLong holder = listeners.isEmpty() ? OptionalLong.empty() : Proc.holder(listeners);
        boolean isOwn = subject.isRunning() && holder.isPresent() && holder.getAsLong() == subject.number("pid");
        if (isOwn) {
            findings.ok(check, setting + ": the daemon's, process " + holder.getAsLong());
            return;
        }
        String problem = listeners.isEmpty() ? refusal(host, port) : null;
        if (listeners.isEmpty() && problem == null) {
            if (subject.isRunning()) {
                findings.note(check, setting + ": free; the daemon does not listen there", null);
            } else {
                findings.ok(check, setting + ": free");
            }
            return;
        }
        String who = !listeners.isEmpty()
                ? "held by " + (holder.isPresent() ? Proc.shown(holder.getAsLong()) : "a process of another user")
                : problem;
        String advice = "end that program, or give Photon another port: -" + setting + " PORT; see who it is with:"
                + " ss -ltnp 'sport = :" + port + "'";
        if (isNeeded && !subject.isRunning()) {
            findings.wrong(check, setting + ": " + who + ", which is not a Photon that answers", advice);
        } else if (isDefault && subject.isRunning()) { // the daemon does without it: it was given others, or none
            findings.note(check, setting + ": " + who + "; the daemon does not listen there", null);
        } else {
            findings.warning(check, setting + ": " + who + ", not the daemon", advice);
        }
    }

    /** Why the port cannot be listened on, in words; null when it can. It is let go at once. */
    private static @Nullable String refusal(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the daemon does: connections that are over do not hold it
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return null;
        } catch (IOException e) {
            return host + ":" + port + " cannot be listened on: " + e.getMessage();
        }
    }
}
