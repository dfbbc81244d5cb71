package io.millrace.journal.status;

import java.time.Duration;

/**
 * How a journal is doing.
 *
 * @param bytes that its segments take up on the disk
 * @param durableLsn the last record that is on the disk
 * @param unsyncedBytes of records that are not on the disk yet
 * @param fsyncs how many there were since it was opened
 * @param fsyncTotal how long all of them took together
 * @param fsyncP50 half of the last fsyncs took no longer; likewise 99 of 100
 * @param reserved whether the reserve for a full disk is there
 */
public record JournalStatus(
        long bytes,
        int segments,
        long nextLsn,
        long durableLsn,
        long unsyncedBytes,
        long fsyncs,
        Duration fsyncTotal,
        Duration fsyncP50,
        Duration fsyncP99,
        boolean reserved) {}
