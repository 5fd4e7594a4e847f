// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.io.InputStream;

/** Bytes that can be read again and again: a request may be signed first and sent several times. */
public interface Content {
    long length();

    InputStream open();
}
