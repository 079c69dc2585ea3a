import type { PackageRef } from '@culprit/proto';
import { Text } from './text.tsx';

interface PackageNameProps {
  readonly value: PackageRef;
}

/** name@version, in the monospaced face: there l, I and 1 differ. */
export function PackageName({ value }: PackageNameProps) {
  return (
    <span class="package">
      <Text value={value.name} />
      {value.version !== '' && (
        <>
          <span class="at">@</span>
          <Text value={value.version} />
        </>
      )}
    </span>
  );
}
