// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.EventLine;
import io.photon.store.file.SegmentIndex.Postings;
import io.photon.store.file.SegmentIndex.StreamList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the index that readers use with one that was made of the records just now. */
final class IndexCheck {

    private final SegmentIndex used;
    private final ActiveIndex records;
    private final List<Damage> damages;
    private int matched;

    private IndexCheck(SegmentIndex used, ActiveIndex records, List<Damage> damages) {
        this.used = used;
        this.records = records;
        this.damages = damages;
    }

    /**
     * @param used the index of a sealed segment
     * @param scan of that segment
     * @return what is wrong, or null; an index may know more than the records only where these are damaged
     * @throws CheckedBytes.Unsound when the index is damaged
     */
    static @Nullable String difference(SegmentIndex used, SegmentScan scan) {
        IndexCheck check = new IndexCheck(used, scan.index(), scan.damages());
        String wrong = check.groups();
        wrong = wrong != null ? wrong : check.streams();
        return wrong != null ? wrong : check.localIds();
    }

    private @Nullable String groups() {
        int at = 0;
        for (int group = 0; group < used.groups(); group++) {
            boolean same = at < records.groups()
                    && records.groupOffset(at) == used.groupOffset(group)
                    && records.groupLast(at) == used.groupLast(group);
            if (same) {
                at++;
            } else if (!isDamaged(used.groupOffset(group))) {
                return "it names a group at offset " + used.groupOffset(group) + " where none starts";
            }
        }
        return at == records.groups() ? null : "it lacks the group at offset " + records.groupOffset(at);
    }

    private @Nullable String streams() {
        StreamList wanted = records.streams();
        StreamList found = used.streams();
        for (int n = 0; n < wanted.size(); n++) {
            byte[] name = wanted.name(n);
            Postings postings = used.stream(name, EventLine.hash(name, 0, name.length));
            if (postings == null || !holds(postings, wanted.postings(n))) {
                return "it lacks events of the stream '" + new String(name, StandardCharsets.UTF_8) + "'";
            }
        }
        int more = 0;
        for (int n = 0; n < found.size(); n++) {
            Postings postings = found.postings(n);
            for (int i = 0; i < postings.size(); i++) {
                more += isDamaged(postings.offset(i)) ? 1 : 0;
            }
        }
        return used.events() == matched + more && matched == records.events()
                ? null
                : "it counts " + used.events() + " events, the records are " + records.events();
    }

    /** Whether all records of a stream are in the index, and no other outside damage. */
    private boolean holds(Postings found, Postings wanted) {
        int at = 0;
        for (int n = 0; n < found.size(); n++) {
            boolean same = at < wanted.size()
                    && found.orderId(n) == wanted.orderId(at)
                    && found.offset(n) == wanted.offset(at);
            if (same) {
                at++;
            } else if (!isDamaged(found.offset(n))) {
                return false;
            }
        }
        matched += at;
        return at == wanted.size();
    }

    private @Nullable String localIds() {
        int[] missing = {0};
        records.eachLocalId((hash, offset) -> {
            for (long place : used.localIds(hash)) {
                if (place == offset) {
                    return;
                }
            }
            missing[0]++;
        });
        return missing[0] == 0 ? null : "it lacks " + missing[0] + " local-ids";
    }

    private boolean isDamaged(long offset) {
        return damages.stream().anyMatch(damage -> damage.offset() <= offset && offset < damage.end());
    }
}
