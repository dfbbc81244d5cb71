package io.millrace.connector.binary.parquet;

import java.io.IOException;

/** The values of one page, NULLs left out. */
interface PageValues {

    /** Hands the next value to where it goes. */
    void next() throws IOException;
}
