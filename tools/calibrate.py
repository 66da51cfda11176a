"""Fits the weights of `confidence` (crates/coder/src/confidence.rs) to gold reports and sentences, with a reliability table by five-fold
cross-validation: tools/calibrate.py BINARY GOLD_FOLDER (reports-dev.jsonl and plover-gsr-dev.jsonl are read)."""
import json, math, random, subprocess, sys

B, GOLD = sys.argv[1:3]
def run(f,name):
    gold=[json.loads(l) for l in open(f'{GOLD}/{f}')]
    with open(f'/tmp/cal.{name}','w') as w:
        for r in gold: w.write(json.dumps({k:r[k] for k in('id','text','date','source','title') if r.get(k) is not None})+'\n')
    out={}
    for l in subprocess.run([B,'code','--from','jsonl','--to','jsonl','-q',f'/tmp/cal.{name}'],capture_output=True,text=True).stdout.splitlines():
        r=json.loads(l); out[r['report']['id']]=r
    return gold,out
fold=lambda s:{'IGO' if c in('UNO','EUR','IGO','NGO') else c for c in s}
cs=lambda ps:fold({p.get('country') for p in ps if p.get('country')})
X=[]
gold,out=run('reports-dev.jsonl','r')
for g in gold:
    used=set()
    for e in out[g['id']]['events']:
        ok=0
        for i,ge in enumerate(g['events']):
            t=ge.get('trigger') or ge.get('evidence'); t=t if isinstance(t[0],int) else t
            if i not in used and ge['type']==e['type'] and e['evidence'][0]<=t[0]<e['evidence'][1]+1 and cs(ge['actors'])==cs(e['actors']) and cs(ge['recipients'])==cs(e['recipients']):
                used.add(i); ok=1; break
        X.append(('r',e,ok,len(g['text'])))
gold,out=run('plover-gsr-dev.jsonl','g')
for g in gold:
    if g['id'] not in out: continue
    for e in out[g['id']]['events']:
        ok=int(e['type']==g['type'] and cs(e['actors'])==fold(set(filter(None,g['actors']))) and cs(e['recipients'])==fold(set(filter(None,g['recipients']))))
        X.append(('g',e,ok,len(g['text'])))
print(len(X),sum(x[2] for x in X)/len(X), 'r',sum(x[2] for x in X if x[0]=='r')/max(1,sum(1 for x in X if x[0]=='r')))
def feat(e):
    a=bool(e['actors']) and all(p.get('country') for p in e['actors']); r=bool(e['recipients']) and all(p.get('country') for p in e['recipients']) or not e['recipients'] and len({p.get('country') for p in e['actors']})>1
    trig=e['trigger'][1]-e['trigger'][0]
    return [1,float(a),float(r),float(len(e['actors'])+len(e['recipients'])>2),float(trig>12),float(e['aux'] is not None),float(bool(e['according_to'])),float(e['quad'] in(1,3))]
data=[(feat(e),ok,s) for s,e,ok,_ in X]
def fit(d,l2=.3,it=3000,lr=.2):
    w=[0.0]*len(d[0][0])
    for _ in range(it):
        g=[l2*x/len(d) for x in w]
        for f,y,_ in d:
            p=1/(1+math.exp(-sum(a*b for a,b in zip(w,f))))
            for i,v in enumerate(f): g[i]+=(p-y)*v/len(d)
        w=[a-lr*b for a,b in zip(w,g)]
    return w
w=fit(data); print([round(x,2) for x in w])
random.seed(1); idx=list(range(len(data))); random.shuffle(idx); P=[0]*len(data)
for k in range(5):
    te=set(idx[k::5]); wk=fit([data[i] for i in idx if i not in te],it=1200)
    for i in te: P[i]=1/(1+math.exp(-sum(a*b for a,b in zip(wk,data[i][0]))))
bins=[(0,.2),(.2,.3),(.3,.4),(.4,.5),(.5,.6),(.6,.8),(.8,1.01)]
for lo,hi in bins:
    s=[(P[i],data[i][1]) for i in range(len(data)) if lo<=P[i]<hi]
    if s: print(f'{lo}-{hi}: n {len(s)} mean said {sum(a for a,_ in s)/len(s):.2f} right {sum(b for _,b in s)/len(s):.2f}')
print('brier',sum((P[i]-data[i][1])**2 for i in range(len(data)))/len(data),'base',(m:=sum(d[1] for d in data)/len(data))*(1-m))
