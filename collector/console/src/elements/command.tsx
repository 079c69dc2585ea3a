import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface CommandProps {
  readonly text: string;
}

/** A command line, with a button that copies it. */
export function Command({ text }: CommandProps) {
  const [outcome, setOutcome] = useState<'' | 'Copied' | 'Not copied'>('');
  useEffect(() => {
    if (outcome === '') return;
    const timer = setTimeout(() => setOutcome(''), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('Copied');
    } catch {
      // Without a secure context or the permission there is no clipboard; the text can still be selected.
      setOutcome('Not copied');
    }
  };
  return (
    <div class="command">
      <code>{text}</code>
      <button type="button" onClick={copy} aria-label={`Copy the command ${text}`}>
        <Icon name={outcome === 'Copied' ? 'check' : 'copy'} />
        <span role="status">{outcome}</span>
      </button>
    </div>
  );
}
