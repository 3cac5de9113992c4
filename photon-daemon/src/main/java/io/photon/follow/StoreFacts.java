// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.codec.JsonWriter;
import io.photon.store.FactTable;
import io.photon.store.FactTable.Fact;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the Photons on one store tell each other through it, each a fact whose name is an object of JSON. Thread-safe. */
final class StoreFacts {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFacts.class);

    private static final String KIND = "photons";
    private static final String IS = "is";
    private static final String PRESENT = "present";
    private static final String RETIRING = "retiring";
    private static final String RETIRED = "retired";
    private static final String PROMOTED = "promoted";

    private final FactTable table;
    private final String node;

    /** @param node the name of the one that tells and is told */
    StoreFacts(FactTable table, String node) {
        this.table = table;
        this.node = node;
    }

    /**
     * A Photon that uses the store.
     *
     * @param process unlike that of any other process
     * @param beat rises while it is there: ms since 1970 by its own clock
     * @param writes whether it is the one that writes
     */
    record Present(String process, String nodeId, String name, String address, long beat, boolean writes) {

        private String text() {
            return new JsonWriter(256)
                    .object()
                    .field(IS, PRESENT)
                    .field("process", process)
                    .field("node-id", nodeId)
                    .field("node", name)
                    .field("address", address)
                    .endObject()
                    .text();
        }
    }

    /** A follower that has been promoted, or was about to be. @param from the address that it followed */
    private record Promotion(Epoch begun, String from) {}

    /** All that was told. */
    record Known(List<Present> present, List<Epoch> retiring, List<Retirement> retired, List<Promotion> promotions) {

        /** The highest epoch for which this store's Photons are to step down. @param known the highest one of which its events tell */
        Optional<Epoch> stepsDownFor(Epoch known) {
            return Stream.concat(retiring.stream(), retired.stream().map(Retirement::by))
                    .filter(by -> by.isAbove(known))
                    .max(Epoch.ORDER);
        }

        /** That they have stepped down for this epoch or for one above it. */
        Optional<Retirement> retired(Epoch by) {
            return retired.stream()
                    .filter(told -> !by.isAbove(told.by()))
                    .max(Comparator.comparing(Retirement::by, Epoch.ORDER));
        }

        /** Whether an epoch began on this store, and not on the node that it followed. @param from the address of that node */
        boolean hasBegun(Epoch epoch, @Nullable String from) {
            return promotions.stream()
                    .anyMatch(each -> each.begun().isSameAs(epoch)
                            && each.begun().after() == epoch.after()
                            && each.from().equals(Objects.requireNonNullElse(from, "")));
        }
    }

    /** Reads all; what cannot be read was written by a newer Photon, and is left out. */
    Known read() throws StoreException {
        Known known = new Known(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Fact fact : table.list(KIND)) {
            try {
                add(JsonTree.read(fact.name()), fact, known);
            } catch (IOException e) {
                LOG.debug("a fact is left out: {}", e.getMessage());
            }
        }
        return known;
    }

    private static void add(JsonNode json, Fact fact, Known known) {
        Epoch epoch = EpochEvents.fields(json, fact.first());
        switch (json.path(IS).asText()) {
            case PRESENT ->
                known.present()
                        .add(new Present(
                                json.path("process").asText(),
                                json.path("node-id").asText(),
                                json.path("node").asText(),
                                json.path("address").asText(),
                                fact.first(),
                                fact.second() == 1));
            case RETIRING -> known.retiring().add(epoch);
            case RETIRED ->
                known.retired()
                        .add(new Retirement(
                                epoch, fact.second(), json.path("file").textValue()));
            case PROMOTED ->
                known.promotions().add(new Promotion(epoch, json.path("from").asText()));
            default -> LOG.debug("a fact is left out: {}", fact.name());
        }
    }

    private static JsonWriter about(String what, Epoch epoch) {
        return EpochEvents.write(new JsonWriter(256).object().field(IS, what), epoch);
    }

    /** Says that a Photon is there, in place of what it said before. */
    void present(Present one) throws StoreException {
        table.put(new Fact(KIND, one.text(), one.beat(), one.writes() ? 1 : 0, 0));
    }

    /** Takes that back. */
    void gone(Present one) throws StoreException {
        table.remove(KIND, one.text());
    }

    /** Says that none of this store's Photons is to append any more, as another node is the primary. Kept for good. */
    void retiring(Epoch by) throws StoreException {
        table.put(new Fact(KIND, about(RETIRING, by).endObject().text(), by.orderId(), 0, 0));
    }

    /** Says that none does any more, and what never reached the new primary. Kept for good. */
    void retired(Retirement own) throws StoreException {
        Retirement told = own.toldBy(node);
        JsonWriter json = about(RETIRED, told.by());
        if (told.file() != null) {
            json.field("file", told.file());
        }
        table.put(new Fact(KIND, json.endObject().text(), told.by().orderId(), told.unreplicated(), 0));
    }

    /** Says that an epoch is about to begin on this store. Kept for good. @param from the address that is followed until then */
    void promoting(Epoch begun, @Nullable String from) throws StoreException {
        String text = about(PROMOTED, begun)
                .field("from", Objects.requireNonNullElse(from, ""))
                .endObject()
                .text();
        table.put(new Fact(KIND, text, begun.orderId(), 0, 0));
    }
}
