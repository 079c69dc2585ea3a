import { createAlertTable } from './alert-table.ts';
import { createBatchTable } from './batch-table.ts';
import { openDatabase } from './database.ts';
import { createInventoryTable } from './inventory-table.ts';
import { createMachineTable } from './machine-table.ts';
import { createPackageTable } from './package-table.ts';
import { CachedProfiles } from './profile-view.ts';
import { createSecretTable } from './secret-table.ts';
import { createSightingTable } from './sighting-table.ts';
import type { Store } from './store.ts';

/**
 * The store on SQLite, in one file.
 * @throws CollectorError where the file can't be opened, is another collector's, or is from a newer version.
 */
export function createSqliteStore({ path }: { readonly path: string }): Store {
  const db = openDatabase(path);
  const profiles = new CachedProfiles(db);
  const alerts = createAlertTable(db);
  return {
    batches: createBatchTable(db, profiles, alerts),
    profiles,
    sightings: createSightingTable(db),
    alerts,
    packages: createPackageTable(db),
    machines: createMachineTable(db),
    inventories: createInventoryTable(db, profiles),
    secrets: createSecretTable(db),
    async close() {
      // This reference also keeps the database from being garbage-collected while the store is in use.
      if (db.isOpen) db.close();
    },
  };
}
