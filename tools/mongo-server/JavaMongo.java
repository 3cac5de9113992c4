// SPDX-License-Identifier: Apache-2.0
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.List;

/**
 * A server that speaks as MongoDB does, mongo-java-server, on a port of 127.0.0.1 and a file: what it has answered is in the
 * file, so it can be killed. Run as a source, by Java itself, with the jars that the build puts below target/mongo/lib:
 * {@code java -cp 'target/mongo/lib/*' tools/mongo-server/JavaMongo.java PORT FILE [says...]}. It says what MongoDB would
 * say of itself: with {@code journal} that its storage engine keeps data, with {@code set} that it is the primary of a
 * replica set of three, of which the others are away.
 */
public final class JavaMongo {

    private JavaMongo() {}

    public static void main(String[] words) {
        int port = Integer.parseInt(words[0]);
        List<String> says = List.of(words).subList(2, words.length);
        H2Backend backend = new Forced(words[1], "127.0.0.1:" + port, says);
        backend.version(ServerVersion.MONGO_5_0);
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    }

    /** Writes to its file before it answers. */
    private static final class Forced extends H2Backend {

        private final String address;
        private final List<String> says;

        Forced(String file, String address, List<String> says) {
            super(file);
            this.address = address;
            this.says = says;
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            Document answer = super.handleMessage(message);
            commit();
            return withSet(answer);
        }

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            Document answer = super.handleCommand(channel, database, command, query);
            commit();
            return withSet(answer);
        }

        private Document withSet(Document answer) {
            if (says.contains("set") && answer.containsKey("ismaster")) {
                answer.append("setName", "rs0")
                        .append("setVersion", 1)
                        .append("secondary", false)
                        .append("hosts", List.of(address, "127.0.0.1:1", "127.0.0.1:2"))
                        .append("primary", address)
                        .append("me", address);
            }
            return answer;
        }

        @Override
        public Document getServerStatus() {
            Document status = super.getServerStatus();
            if (says.contains("journal")) {
                status.append("storageEngine", new Document("name", "wiredTiger").append("persistent", true));
            }
            return status;
        }
    }
}
