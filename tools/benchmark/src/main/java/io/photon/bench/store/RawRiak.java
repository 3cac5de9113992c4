// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import com.basho.riak.client.core.RiakCluster;
import com.basho.riak.client.core.RiakNode;
import com.basho.riak.client.core.operations.FetchOperation;
import com.basho.riak.client.core.operations.StoreOperation;
import com.basho.riak.client.core.query.Location;
import com.basho.riak.client.core.query.Namespace;
import com.basho.riak.client.core.query.RiakObject;
import com.basho.riak.client.core.util.BinaryValue;
import java.util.concurrent.ExecutionException;

/** What Riak's client does by itself: groups of events, each the value of a key in a strongly consistent bucket. */
public final class RawRiak implements RawStore {

    private final RiakCluster cluster;
    private final Namespace bucket;
    private final long most;
    private long slot;
    private int length;

    /** @param type a strongly consistent bucket type @param most how many events are read, about */
    public RawRiak(String host, int port, String type, long most) {
        this.most = most;
        System.setProperty("org.slf4j.simpleLogger.log.com.basho.riak", "off");
        cluster = RiakCluster.builder(new RiakNode.Builder()
                        .withRemoteAddress(host)
                        .withRemotePort(port)
                        .build())
                .build();
        cluster.start();
        bucket = new Namespace(type, "raw");
    }

    @Override
    public void group(byte[] event, int group) throws InterruptedException, ExecutionException {
        byte[] chunk = new byte[event.length * group];
        for (int i = 0; i < group; i++) {
            System.arraycopy(event, 0, chunk, i * event.length, event.length);
        }
        RiakObject value =
                new RiakObject().setValue(BinaryValue.create(chunk)).setContentType("application/octet-stream");
        cluster.execute(new StoreOperation.Builder(key(slot)).withContent(value).build())
                .get();
        slot++;
        length = event.length;
    }

    @Override
    public long read(int page) throws InterruptedException, ExecutionException {
        long bytes = 0;
        for (long each = 0; each < slot && bytes < most * length; each++) {
            bytes += cluster.execute(new FetchOperation.Builder(key(each)).build())
                    .get()
                    .getObjectList()
                    .get(0)
                    .getValue()
                    .length();
        }
        return length == 0 ? 0 : bytes / length;
    }

    private Location key(long number) {
        return new Location(bucket, "slot/" + number);
    }

    @Override
    public void close() {
        cluster.shutdown();
    }
}
