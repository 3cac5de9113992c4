package io.photon.backup;

/** Over the memory store. */
class RestoreTest extends RestoreContract {

    @Override
    House house(String name) {
        return new House(scratch);
    }
}
