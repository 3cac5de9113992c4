// SPDX-License-Identifier: Apache-2.0
package io.photon.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.launcher.Script;
import java.util.ArrayList;
import java.util.List;

/** What must hold on the machine before and after the documented commands. */
final class DebianLife {

    private static final String READY =
            "for i in $(seq 600); do curl -s -o /dev/null http://127.0.0.1:3000/ready && exit; sleep 0.1; done;"
                    + " journalctl -u photon --no-pager | tail; exit 1";

    private final Machine machine;
    private final List<String> happened = new ArrayList<>();
    private String settings;

    DebianLife(Machine machine) {
        this.machine = machine;
    }

    /** Gives the command the package that it installs. */
    void before(String command) throws Exception {
        if (command.contains("install")) {
            String deb = happened.contains("installed") ? "2" : "1";
            holds("rm -f /srv/photon_*; cp /in/" + deb + ".deb /srv/photon_" + deb + "_all.deb");
        }
    }

    void after(String command) throws Exception {
        if (command.contains("install") && happened.contains("installed")) {
            upgraded();
        } else if (command.contains("install")) {
            installed();
        } else if (command.contains("restart")) {
            holds(READY);
            settings = print("sha256sum /etc/photon/*");
        } else if (command.contains("remove")) {
            removed();
        } else if (command.contains("purge")) {
            purged();
        }
    }

    void checkEverythingHappened() {
        assertEquals(List.of("installed", "upgraded", "removed", "purged"), happened);
    }

    private void installed() throws Exception {
        happened.add("installed");
        holds(READY);
        assertEquals("750 photon photon", print("stat -c '%a %U %G' /var/lib/photon"));
        assertEquals("600 root root", print("stat -c '%a %U %G' /etc/photon/admin.env"));
        assertEquals("/usr/sbin/nologin", print("getent passwd photon | cut -d: -f7"));
        assertEquals("photon", print("ps -o user= -p $(systemctl show -P MainPID photon)"));
        assertEquals("1", print("ls /var/cache/photon/*.jsa | wc -l"));
        assertEquals("", print("ss -Hltn | awk '{ print $4 }' | grep -v -E '^(\\[::ffff:127|127)' || true"));
        assertEquals("0", print("journalctl -u photon --no-pager | grep -c -E 'no identity|WARN|ERROR' || true"));
        assertEquals("401", login("p4010n"));
        assertEquals("200", login("$(sed 's/.*=//' /etc/photon/admin.env)"));
        // A job of systemd's and one as cron runs it are known by the daemon's own token.
        holds("systemd-run --quiet --wait --pipe -p User=photon photon streams list");
        holds("cd /var/lib/photon && runuser -u photon -- env -i HOME=/var/lib/photon LOGNAME=photon SHELL=/bin/sh"
                + " PATH=/usr/bin:/bin /bin/sh -c 'photon streams list'");
        assertEquals("", print("dpkg --verify photon"));
        assertEquals("", print("systemd-analyze verify --man=no photon.service 2>&1"));
        holds("systemd-analyze security --threshold=20 photon.service");
        assertTrue(print("man -w photon-projection-create photon-identity").contains("/man7/photon-identity.7.gz"));
    }

    private String login(String password) throws Exception {
        return print("curl -s -o /dev/null -w '%{http_code}' -u \"admin:" + password
                + "\" http://127.0.0.1:3000/api/streams");
    }

    private void upgraded() throws Exception {
        happened.add("upgraded");
        assertTrue(print("dpkg-query -W -f '${Version}' photon").endsWith("-2"));
        holds(READY);
        assertEquals(settings, print("sha256sum /etc/photon/*"));
        assertEquals("1", print("ls /var/cache/photon/*.jsa | wc -l"));
    }

    private void removed() throws Exception {
        happened.add("removed");
        assertNotEquals(0, machine.run("command -v photon").code());
        assertEquals("inactive", machine.run("systemctl is-active photon").out().strip());
        assertEquals("", print("pgrep -u photon || true"));
        assertEquals(settings, print("sha256sum /etc/photon/*"));
        assertEquals("/var/lib/photon/photon.backup", print("ls /var/lib/photon/photon.backup"));
        assertEquals("", print("ls /var/cache/photon 2>/dev/null || true"));
    }

    private void purged() throws Exception {
        happened.add("purged");
        assertEquals("", print("getent passwd photon || true"));
        assertEquals(
                "", print("find /etc /usr /var -path /var/log -prune -o -cnewer /in/1.deb -iname '*photon*' -print"));
    }

    private void holds(String command) throws Exception {
        Script.Ran ran = machine.run(command);
        assertEquals(0, ran.code(), command + "\n" + ran.out() + ran.err());
    }

    private String print(String command) throws Exception {
        Script.Ran ran = machine.run(command);
        assertEquals(0, ran.code(), command + "\n" + ran.out() + ran.err());
        return ran.out().strip();
    }
}
