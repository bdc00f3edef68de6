package answer
import ("testing";"os";"time";"github.com/pilcrow-bot/pilcrow/facts")
func TestZZ(t *testing.T){ b,err:=facts.Load(os.DirFS("../../seeds")); if err!=nil{t.Fatal(err)}; for _,f:=range b.Lint(){ t.Log(f)}; e,_:=New(b); s:=time.Now(); fs:=e.Check(); t.Log(time.Since(s), len(e.phrases)); for _,f:=range fs{ t.Log(f)}; t.Log(len(fs)) }
