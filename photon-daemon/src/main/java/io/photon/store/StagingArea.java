package io.photon.store;

/** The facet of a store that takes in many events and shows them in one step, as a restore needs. Thread-safe. */
public interface StagingArea {

    /** Opens a place for events that are not yet published. At most one at a time. */
    Staging stage() throws StoreException;
}
