// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import org.apache.kafka.connect.errors.RetriableException;

/** The store does not know the upload any more: a lifecycle rule of the bucket has ended it, or an administrator. Another may be begun. */
@SuppressWarnings("serial")
public final class UploadGoneException extends RetriableException {
    public UploadGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
