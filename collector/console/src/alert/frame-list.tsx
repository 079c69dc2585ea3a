import type { Frame } from '@culprit/proto';
import { useState } from 'preact/hooks';
import { Text } from '../text/text.tsx';
import { shownFrames, splitFile } from './frames.ts';

/** The stack at an activity, innermost first; the culprit's own lines stand out. */
export function FrameList({ frames }: { readonly frames: readonly Frame[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? frames : shownFrames(frames);
  const firstOfCulprit = frames.findIndex(({ culprit }) => culprit);
  const hidden = frames.length - shown.length;
  return (
    <div class="frames">
      <ol>
        {shown.map((frame, index) => (
          <FrameRow key={index} frame={frame} isFirstOfCulprit={index === firstOfCulprit} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" class="button button-plain" onClick={() => setIsWhole(true)}>
          Show {hidden} more {hidden === 1 ? 'line' : 'lines'} of the stack
        </button>
      )}
    </div>
  );
}

interface FrameRowProps {
  readonly frame: Frame;
  readonly isFirstOfCulprit: boolean;
}

function FrameRow({ frame, isFirstOfCulprit }: FrameRowProps) {
  const { root, file } = splitFile(frame.file);
  return (
    <li class={frame.culprit ? 'frame frame-culprit' : 'frame'}>
      <span class="frame-place mono">
        {root !== '' && (
          <span class="frame-root">
            <Text value={root} />
          </span>
        )}
        <span class="frame-file">
          <Text value={file} />
        </span>
        {frame.line > 0 && <span class="frame-line">:{frame.line}</span>}
      </span>
      <span class="frame-function mono">
        <span class="unseen">in </span>
        <Text value={frame.function} />
      </span>
      <span class="frame-marks">
        {frame.culprit && <span class={isFirstOfCulprit ? 'badge badge-culprit' : 'unseen'}>culprit</span>}
        {frame.dynamic && <span class="badge badge-warning">code from no file</span>}
      </span>
    </li>
  );
}
