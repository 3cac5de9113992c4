// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonTree;
import io.photon.codec.JsonWriter;
import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps of itself besides its events, in {@code node.json}: an id that no other node has, by
 * whom it was retired or is being retired, and whom it followed when it was promoted.
 * Thread-safe.
 */
final class NodeFile {

    private static final String NAME = "node.json";

    private final Path file;
    private final String id;
    private @Nullable Retirement retirement;
    private @Nullable String promotedFrom;
    private @Nullable Epoch retiring;

    private NodeFile(Path file, String id, @Nullable Retirement retirement, @Nullable String promotedFrom) {
        this.promotedFrom = promotedFrom;
        this.file = file;
        this.id = id;
        this.retirement = retirement;
    }

    /**
     * Reads it, or makes it.
     *
     * @param folder where it lies; made when it is not there
     * @throws IOException when it can be neither read nor made, or is not ours
     */
    static NodeFile in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder");
        }
        try {
            byte[] json = Files.readAllBytes(file);
            PrivateFiles.tryRestrict(file); // a copy may have left it open to others
            NodeFile plain = plain(file, json);
            if (plain != null) {
                return plain;
            }
            JsonNode read = read(file, json);
            String id = read.path("id").asText("");
            if (id.isEmpty()) {
                throw new IOException(file + " names no id");
            }
            NodeFile found = new NodeFile(
                    file,
                    id,
                    retirement(read.path("retired")),
                    read.path("promoted-from").textValue());
            JsonNode begun = read.path("retiring");
            found.retiring = begun.isObject()
                    ? EpochEvents.fields(begun, begun.path("order-id").asLong())
                    : null;
            return found;
        } catch (NoSuchFileException e) {
            PrivateFiles.createFolders(folder);
            NodeFile made = new NodeFile(file, UUID.randomUUID().toString(), null, null);
            made.write();
            return made;
        }
    }

    private static JsonNode read(Path file, byte[] json) throws IOException {
        try {
            return JsonTree.read(json);
        } catch (IOException e) {
            throw new IOException(file + " is not JSON", e); // what Jackson says of the place names no file
        }
    }

    /** What nearly all of them are, as this class writes it: so that a start need not load what reads any JSON. */
    private static @Nullable NodeFile plain(Path file, byte[] json) {
        String id = JsonFields.text(json, "id");
        if (id == null || id.isEmpty()) {
            return null;
        }
        NodeFile read = new NodeFile(file, id, null, JsonFields.text(json, "promoted-from"));
        return Arrays.equals(read.json(), json) ? read : null;
    }

    /** One that is not kept, of a store that is not either. */
    static NodeFile inMemory() {
        return new NodeFile(Path.of(""), UUID.randomUUID().toString(), null, null);
    }

    private static @Nullable Retirement retirement(JsonNode read) {
        if (!read.isObject()) {
            return null;
        }
        Epoch by = EpochEvents.fields(read, read.path("order-id").asLong());
        return new Retirement(
                by,
                read.path("unreplicated").asLong(),
                read.path("file").isTextual() ? read.path("file").textValue() : null);
    }

    String id() {
        return id;
    }

    synchronized Optional<Retirement> retirement() {
        return Optional.ofNullable(retirement);
    }

    /**
     * Keeps it, so that the next start knows it.
     *
     * @param told null for none any more
     * @throws IOException when it is not kept; then nothing is different here, either, so it is to be tried again
     */
    synchronized void retired(@Nullable Retirement told) throws IOException {
        if (told != null || retirement != null || retiring != null) {
            change(told, null, promotedFrom);
        }
    }

    /** The epoch for which it has begun to step down and has not done it yet. */
    synchronized Optional<Epoch> retiring() {
        return Optional.ofNullable(retiring);
    }

    /** Keeps that it steps down, before it is known what never reached the new primary: so the next start goes on with it. */
    synchronized void retiring(Epoch by) throws IOException {
        if (!by.equals(retiring)) {
            change(retirement, by, promotedFrom);
        }
    }

    /** The address that it followed when it was promoted. */
    synchronized Optional<String> promotedFrom() {
        return Optional.ofNullable(promotedFrom);
    }

    /** Keeps that. */
    synchronized void promotedFrom(@Nullable String url) throws IOException {
        change(retirement, retiring, url);
    }

    private void change(@Nullable Retirement told, @Nullable Epoch begun, @Nullable String url) throws IOException {
        Retirement retirementBefore = retirement;
        Epoch retiringBefore = retiring;
        String promotedFromBefore = promotedFrom;
        boolean kept = false;
        retirement = told;
        retiring = begun;
        promotedFrom = url;
        try {
            write();
            kept = true;
        } finally {
            if (!kept) {
                retirement = retirementBefore;
                retiring = retiringBefore;
                promotedFrom = promotedFromBefore;
            }
        }
    }

    private void write() throws IOException {
        if (!file.toString().isEmpty()) {
            PrivateFiles.replace(file, json());
        }
    }

    private byte[] json() {
        JsonWriter json = new JsonWriter(512).object().field("id", id);
        Retirement kept = retirement;
        if (kept != null) {
            EpochEvents.write(json.field("retired").object(), kept.by())
                    .field("order-id", kept.by().orderId())
                    .field("unreplicated", kept.unreplicated());
            if (kept.file() != null) {
                json.field("file", kept.file());
            }
            json.endObject();
        }
        Epoch begun = retiring;
        if (begun != null) {
            EpochEvents.write(json.field("retiring").object(), begun)
                    .field("order-id", begun.orderId())
                    .endObject();
        }
        if (promotedFrom != null) {
            json.field("promoted-from", promotedFrom);
        }
        return json.endObject().bytes();
    }
}
