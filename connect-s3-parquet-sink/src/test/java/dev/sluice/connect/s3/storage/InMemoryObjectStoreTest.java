// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;

/** The fake keeps the contract that the real store keeps. */
class InMemoryObjectStoreTest extends ObjectStoreContract {
    private final Bucket bucket = new Bucket();

    @Override
    ObjectStore open() {
        return new InMemoryObjectStore(bucket, Faults.NONE);
    }

    @Override
    byte[] read(String key) {
        return bucket.objects().get(key).bytes();
    }
}
