// SPDX-License-Identifier: Apache-2.0
package io.photon.packages;

import io.photon.launcher.Script;
import io.photon.testing.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A machine of its own with systemd, made of this one: {@code packaging/test/machine}. What is done there is gone when it
 * is closed, or when this process ends.
 */
final class Machine implements AutoCloseable {

    /** What this program's absence would make of the documented commands: they are root's there. */
    private static final String SUDO = "sudo() { if [ \"$1\" = -u ]; then shift; local user=$1; shift;"
            + " runuser -u \"$user\" -- env HOME=\"$(getent passwd \"$user\" | cut -d: -f6)\" \"$@\"; else \"$@\"; fi; };"
            + " export LC_ALL=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive; cd /srv; ";

    private static final String PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

    private final Process keeper;
    private final String first;
    private final Script script;

    private Machine(Process keeper, String first, Script script) {
        this.keeper = keeper;
        this.first = first;
        this.script = script;
    }

    /**
     * Starts it.
     *
     * @param given is {@code /in} there, to be read only
     * @param folder for what commands print
     */
    static Machine start(Path given, Path folder) throws IOException, InterruptedException {
        Script script = new Script(folder, Map.of());
        String need = "[ \"$(id -u)\" = 0 ] && command -v dpkg apt-get nsenter ip && test -x /lib/systemd/systemd"
                + " && unshare --mount --pid --net --cgroup --fork true";
        Requirement.met(
                script.run("sh", "-c", need).code() == 0,
                "a machine of its own needs root, Debian with systemd and iproute2, and leave to make namespaces");
        Process keeper = script.builder(
                        Script.ROOT.resolve("packaging/test/machine").toString(), given.toString())
                .redirectError(folder.resolve("machine.err").toFile())
                .start();
        BufferedReader out = keeper.inputReader();
        String line = out.readLine();
        if (line == null || !line.startsWith("machine: ")) {
            throw new IOException("the machine does not start: " + Files.readString(folder.resolve("machine.err")));
        }
        return new Machine(keeper, line.substring("machine: ".length()), script);
    }

    /** Runs a command of Bash as root, in /srv. */
    Script.Ran run(String command) throws IOException, InterruptedException {
        return script.run(
                "nsenter",
                "--all",
                "--target",
                first,
                "env",
                "-i",
                PATH,
                "bash",
                "-o",
                "pipefail",
                "-c",
                SUDO + command);
    }

    @Override
    public void close() throws IOException {
        keeper.getOutputStream().close();
        keeper.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
