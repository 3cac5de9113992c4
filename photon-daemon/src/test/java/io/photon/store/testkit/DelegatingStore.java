// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.store.Erasure;
import io.photon.store.EventStore;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.ForwardingReader;
import io.photon.store.KnownStream;
import io.photon.store.Pinning;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Does what the store behind it does; a test's store overrides what it does otherwise. */
public abstract class DelegatingStore extends ForwardingReader implements EventStore {

    protected final EventStore behind;

    protected DelegatingStore(EventStore behind) {
        super(behind);
        this.behind = behind;
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        behind.append(batch, fence);
    }

    @Override
    public int groupBytes() {
        return behind.groupBytes();
    }

    @Override
    public int groupEvents() {
        return behind.groupEvents();
    }

    @Override
    public void takeOver(Fence fence) throws StoreException {
        behind.takeOver(fence);
    }

    @Override
    public void standBy() {
        behind.standBy();
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        behind.hide(stream, upTo);
    }

    @Override
    public KnownStream known(String stream) throws StoreException {
        return behind.known(stream);
    }

    @Override
    public void whenHealed(Consumer<Gap> listener) {
        behind.whenHealed(listener);
    }

    @Override
    public Erasure erasure() {
        return behind.erasure();
    }

    @Override
    public Pinning pinning() {
        return behind.pinning();
    }

    @Override
    public StagingArea staging() {
        return behind.staging();
    }

    @Override
    public Verification verification() {
        return behind.verification();
    }

    @Override
    public Optional<FactTable> facts() {
        return behind.facts();
    }

    @Override
    public Durability durability() {
        return behind.durability();
    }

    @Override
    public Map<String, Object> stats() {
        return behind.stats();
    }

    @Override
    public StoreState state() {
        return behind.state();
    }

    @Override
    public void close() throws StoreException {
        behind.close();
    }
}
