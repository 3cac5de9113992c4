// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.sql.wire.FramePipes;
import io.photon.sql.wire.FrameType;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the SQL process begins. Its one argument is its temporary folder, which it locks as long as it lives and removes when
 * the daemon is gone: that is when its standard input ends.
 */
public final class SqlWorker {

    /** What lies in the folder of a process that lives. */
    public static final String LOCK = "lock";

    /** The exit code for memory that ran out, which is also that of {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int OUT_OF_MEMORY = 3;

    private static final int LOST = 1;

    private SqlWorker() {}

    /** @param args the folder, which is there */
    @SuppressWarnings("resource") // the lock lives as long as the process
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Path folder = Path.of(args[0]);
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .lock();
        FramePipes frames =
                new FramePipes(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err); // what a library may print is no frame
        DaemonLink daemon = new DaemonLink(frames);
        Thread reading = new Thread(() -> read(daemon, folder), "daemon");
        reading.setDaemon(true);
        reading.start();
        try (Tables tables = Tables.open(folder.resolve("sql").toString(), QuerySnapshot.none(daemon))) {
            frames.send(FrameType.READY, new byte[0]);
            while (true) {
                new Execution(tables, daemon, daemon.next()).run();
            }
        }
    }

    /** Returns never: without a daemon there is nothing to do here. */
    private static void read(DaemonLink daemon, Path folder) {
        int code = LOST;
        try {
            daemon.read();
        } catch (EOFException e) {
            code = 0;
        } catch (IOException e) {
            e.printStackTrace(); // stderr is a file that the daemon looks at
        } finally {
            remove(folder);
            Runtime.getRuntime().halt(code);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            System.err.println("not removed: " + folder); // the next start of a daemon does it
        }
    }
}
