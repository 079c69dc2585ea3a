import { visibleParts } from './visible.ts';

interface TextProps {
  readonly value: string;
}

/** Text from elsewhere: isolated in direction, invisible characters written out, never markup. */
export function Text({ value }: TextProps) {
  return (
    <bdi>
      {visibleParts(value).map((part, index) =>
        part.isControl ? <ControlCharacter key={index} name={part.text} /> : part.text,
      )}
    </bdi>
  );
}

function ControlCharacter({ name }: { readonly name: string }) {
  return (
    <span class="control-character" title="A character that cannot be seen">
      {name}
    </span>
  );
}
